"""Two versions proved by two threads of one fresh process: the trainers' libraries are loaded once, and both survive."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from config.env import ROOT
from moderation.accept_report import accept_report
from tests.conftest import Workers
from tuning.build_version import build_waiting_version
from tuning.create_recipe import create_recipe
from tuning.models import Version
from tuning.request_version import request_version

PROGRAM = """
import django
django.setup()
from concurrent.futures import ThreadPoolExecutor
from tuning.publish_version import publish_written_version
with ThreadPoolExecutor(2) as pool:
    for done in [pool.submit(publish_written_version) for _ in range(2)]:
        done.result()
"""


@pytest.mark.django_db(transaction=True)
def test_two_versions_proved_at_once_by_a_fresh_worker_are_both_published(triaged, mona):
    accept_report(case=triaged(), by=mona, labels=["training_signal"])
    for slug in ("one", "two"):
        request_version(recipe=create_recipe(slug=slug, name=slug, kinds=["preference", "kto"], languages=[]))
        build_waiting_version()
    environment = {**os.environ, **Workers().environment, "DJANGO_SETTINGS_MODULE": "config.settings"}
    subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, check=True)
    assert {version.state: version.last_error for version in Version.objects.all()} == {"ready": ""}
