"""`script/server` as an operator sees it: it starts, says where to go, stops what it started, and survives being killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import orjson
import psutil
import pytest

from config.env import ROOT
from config.supervise import MARK
from tests.conftest import wait_for


@pytest.fixture(scope="module")
def directory(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    def __init__(self, directory: Path, port: int) -> None:
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        self.directory, self.port = directory, port
        self.log = directory / "server.log"
        command = [sys.executable, "-m", "config.supervise", "--port", str(port), "--no-demo"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**kept, "HUILIU_DATA_DIR": str(directory)}, stdout=log, stderr=log
            )

    def wait(self) -> None:
        def said() -> bool:
            assert self.process.poll() is None, self.log.read_text()
            return "Ready: " in self.log.read_text()

        wait_for(said, 240)

    def get(self, path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def running(self) -> list[str]:
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get(MARK) == str(self.directory):
                    found.append(" ".join(process.cmdline()))
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        return found


def test_a_server_starts_survives_a_kill_and_stops_cleanly(directory, port):
    first = Server(directory, port)
    first.wait()
    assert first.get("/healthz") == (200, b"ok\n")
    status, body = first.get("/readyz")
    assert status == 200
    assert orjson.loads(body)["workers"]
    assert b"huiliu_stage_waiting_rows" in first.get("/metrics")[1]
    assert first.get("/")[0] == 200

    # A second one on the same data is refused, and hurts nobody.
    second = Server(directory, port)
    assert second.process.wait(60) == 1
    assert first.get("/healthz")[0] == 200

    # Killed, it leaves things running; the next start ends them and takes their place.
    first.process.kill()
    first.process.wait()
    third = Server(directory, port)
    third.wait()
    assert third.get("/readyz")[0] == 200

    # Ctrl-C stops everything, the servers too.
    third.process.send_signal(signal.SIGINT)
    assert third.process.wait(60) == 0
    assert third.running() == []
    assert not (directory / "redis" / "running.json").exists()
    assert not (directory / "postgres" / "postmaster.pid").exists()


@pytest.mark.django_db(transaction=True)
def test_readyz_says_what_is_missing(client):
    answer = client.get("/readyz")  # the suite itself runs no worker
    assert answer.status_code == 503
    assert answer.json()["database"] == "ok"
    assert "workers" in answer.json()["reason"]


@pytest.mark.django_db(transaction=True)
def test_strangers_learn_no_more_than_whether_it_is_ready(client):
    answer = client.get("/readyz", headers={"X-Forwarded-For": "203.0.113.9"})
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "reason": "an operator sees it here"}


@pytest.mark.django_db
def test_metrics_are_for_this_machine_or_for_a_token(client, settings):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 404
    for header in ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP"):  # a proxy on this machine speaks for somebody
        assert client.get("/metrics", headers={header: "x"}).status_code == 404
    settings.METRICS_TOKEN = "secret-for-prometheus"
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer secret-for-prometheus"}).status_code == 200
