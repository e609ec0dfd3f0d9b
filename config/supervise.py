"""`script/server`: everything running, under one supervisor."""

from __future__ import annotations

import argparse
import fcntl
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
from honcho.manager import Manager

from config.env import ROOT, data_dir, env
from config.services import services
from config.translations import compile_translations

MARK = "HUILIU_SUPERVISED"


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/server", description="Everything running.")
    parser.add_argument("--port", type=int, default=env.int("PORT", default=8000))
    parser.add_argument("--no-demo", action="store_true", help="begin with an empty site")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    directory = data_dir()
    with (directory / "server.lock").open("a+") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"Huiliu is running already with the data in {directory}.", file=sys.stderr)
            return 1
        end_leftovers(directory)
        if port_is_taken(options.port):
            print(f"Port {options.port} is in use: choose another with --port.", file=sys.stderr)
            return 1
        with services():
            return run(options.port, directory, demo=not options.no_demo)


def run(port: int, directory: Path, *, demo: bool) -> int:
    """Prepare, start web, workers and beat, say where to go, and wait until one of them ends or Ctrl-C."""
    surroundings = {**os.environ, MARK: str(directory), "PORT": str(port), "DJANGO_SETTINGS_MODULE": "config.settings"}
    if sys.stdout.isatty():  # a person watches: words instead of JSON, and only what is wrong
        surroundings = {"LOG_JSON": "0", "LOG_LEVEL": "WARNING", **surroundings}
    compile_translations()
    manage("prepare", env=surroundings)
    manager = Manager()
    for name, command in commands(port).items():
        manager.add_process(name, command, env=surroundings, cwd=str(ROOT))
    threading.Thread(target=welcome, args=(port, surroundings, demo), daemon=True).start()
    manager.loop()
    end_leftovers(directory)
    return 0 if manager.returncode in (130, 143) else int(manager.returncode or 0)


def commands(port: int) -> dict[str, str]:
    """What runs, each a line that any other supervisor could run as well; docs/operations.md shows how."""
    # As root Celery warns at each start; whoever runs everything as root on one machine knows.
    python = f"exec {sys.executable} -W ignore::UserWarning -m"
    worker = f"{python} celery --quiet --app config worker --without-gossip --without-mingle --loglevel warning"
    web = env.str("HUILIU_WEB_HOST", default="127.0.0.1")
    told = {
        "web": f"{python} granian --interface wsgi --host {web} --port {port} --workers {env.int('WEB_WORKERS', default=2)} "
        "--blocking-threads 4 --no-ws --log-level warning --respawn-failed-workers config.wsgi:application",
        "classify": f"{worker} --hostname classify@%h --queues feedback --pool threads --concurrency 1",
        "desk": f"{worker} --hostname desk@%h --queues moderation,tuning,community --pool threads --concurrency 2",
        "beat": f"{python} celery --quiet --app config beat --loglevel warning",
    }
    if env.str("HUILIU_LLM_BASE_URL", default=""):
        told["assistant"] = f"{worker} --hostname assistant@%h --queues assistant --pool threads --concurrency 2"
    return told


def welcome(port: int, surroundings: dict[str, str], demo: bool) -> None:
    """Wait until the site can serve, fill it the first time, and say how to get in."""
    address = f"http://127.0.0.1:{port}"
    wait_until_ready(address)
    try:
        if demo:
            manage("load_demo", env=surroundings)
        link = manage("create_member", "admin", "--role", "admin", env=surroundings, capture=True).strip()
    except subprocess.CalledProcessError as error:
        link = f"not yet: `{' '.join(error.cmd[3:])}` failed; what it said stands above"
    print(f"\nReady: {address}\nSign in as administrator, once, within a day: {link}\n", flush=True)


def wait_until_ready(address: str) -> None:
    """Until a worker has said that it lives, and then until the site says that it can serve."""
    from config.pulse import said_alive

    while not said_alive():
        time.sleep(0.1)
    while True:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):  # noqa: S310 -- our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)


def manage(*arguments: str, env: dict[str, str], capture: bool = False) -> str:
    done = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-W", "ignore", "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        check=True,
        text=True,
        stdout=subprocess.PIPE if capture else None,
    )
    return done.stdout or ""


def end_leftovers(directory: Path) -> None:
    """End what an earlier server left running when it was killed: it carries the mark of its data directory."""
    left = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(MARK) == str(directory):
                process.terminate()
                left.append(process)
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
    for process in psutil.wait_procs(left, timeout=5)[1]:
        process.kill()


def port_is_taken(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


if __name__ == "__main__":
    sys.exit(main())
