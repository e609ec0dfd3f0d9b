"""The site's own processes, as its supervisor starts them."""

from __future__ import annotations

import os
import shlex
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from config.env import ROOT
from config.supervise import commands


class Site:
    """Some of web, classify, desk and beat, running; `processes` by name."""

    def __init__(self, names: list[str], environment: Mapping[str, str], log: Path | None) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        surroundings = {**os.environ, "PORT": str(self.port), **environment}
        out = log.open("ab") if log else None
        self.processes = {
            name: subprocess.Popen(  # noqa: S603 -- the supervisor's own commands
                shlex.split(commands(self.port)[name].removeprefix("exec ")), cwd=ROOT, env=surroundings, stdout=out, stderr=out
            )
            for name in names
        }
        if out:
            out.close()

    def stop(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def serves(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def site(*names: str, environment: Mapping[str, str] = MappingProxyType({}), log: Path | None = None) -> Iterator[Site]:
    """The named processes, ready, until the block ends: the web answers, and each worker has said that it lives.

    `environment` goes over ours; with `log` they write there instead of here.
    """
    from config.pulse import alive

    running = Site(list(names), environment, log)
    try:
        if "web" in names:
            wait_for(running.serves, "the web server")
        for name in {"classify", "desk"} & set(names):
            wait_for(lambda name=name: any(one.startswith(name) for one in alive()), f"the worker {name}")  # type: ignore[misc]
        yield running
    finally:
        running.stop()


def wait_for(is_true: Callable[[], bool], what: str, seconds: float = 120, every: float = 0.05) -> None:
    """Raises TimeoutError that names `what` if it does not come true in `seconds`."""
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} was waited for, {seconds:.0f} s, in vain")
        time.sleep(every)
