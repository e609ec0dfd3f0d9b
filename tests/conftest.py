"""The cast, and the stage: a real PostgreSQL, a real Redis and, where a test asks for them, real workers.

Alice reports, Bob talks, Charlie is a stranger; Mona moderates, Dana is the data team.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase

from config import pulse
from config.env import ROOT


@pytest.fixture(autouse=True)
def plain_static(settings):
    """Tests that draw pages need no collected static files."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True)
def no_limits(settings):
    """A test does in a second what a member does in a day; those of the limits themselves turn them on."""
    settings.RATE_LIMITS = 0


@pytest.fixture(autouse=True)
def rules_of_the_first_start(settings):
    """A process that has just read how open the site is; what one test changed, the next has not seen."""
    from community import site_rules

    settings.SITE_RULES_SECONDS = 3600
    site_rules.keep(site_rules.first_rules())


@pytest.fixture(autouse=True)
def nothing_kept():
    """A process that has just begun: what an earlier test's rows said is not known to it."""
    from community.tag_queries import forget_alive_tags, forget_tag_names
    from feedback.queries import forget_fixes

    for forget in (forget_alive_tags, forget_tag_names, forget_fixes):
        forget()


@pytest.fixture(autouse=True, scope="session")
def quick_to_clear() -> Iterator[None]:
    """What a test committed is deleted, not truncated: with a few rows in fifty tables that takes a twentieth of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: clear_tables())
        yield


def clear_tables() -> None:
    """Empty every table in one go, whatever refers to whatever."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        if cursor.fetchone() == ("on",):  # only then may what rows refer to be gone for a moment
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(";".join(f'DELETE FROM "{table}"' for table in tables))
        else:
            cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables))


@pytest.fixture
def house(db):
    """The spaces, which the first migration makes and a flushed database has lost."""
    from django.apps import apps

    import_module("community.migrations.0002_spaces").make_spaces(apps, None)
    import_module("community.migrations.0051_space_rules").team_writes_announcements(apps, None)


def _member(name: str, role: str = "member"):
    from community.create_member import create_member

    return create_member(name=name, role=role)


@pytest.fixture
def alice(house):
    return _member("alice")


@pytest.fixture
def bob(house):
    return _member("bob")


@pytest.fixture
def mona(house):
    return _member("mona", "moderator")


@pytest.fixture
def dana(house):
    return _member("dana", "data")


@pytest.fixture
def signed_in(client) -> Callable[[Any], Any]:
    """A browser in which a member is signed in."""

    def enter(member):
        from django.test import Client

        browser = Client()
        browser.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return enter


@pytest.fixture
def river(house):
    """A product with two versions, of which the first is out."""
    from django.utils import timezone

    from feedback.models import ModelVersion, Product

    product = Product.objects.create(slug="river", name="River")
    ModelVersion.objects.create(product=product, name="1.0", released_at=timezone.now())
    return product


def report_json(**changed: Any) -> dict[str, Any]:
    """A report that could teach: a prompt, a wrong answer, the right one, and consent to train."""
    return {
        "title": "17 times 23 comes out wrong",
        "body": "The product is wrong.",
        "model": "river",
        "model_version": "1.0",
        "conversation": [
            {"role": "user", "content": "What is 17 times 23?"},
            {"role": "assistant", "content": "17 times 23 is 381."},
        ],
        "rating": -1,
        "correction": "17 times 23 is 391.",
        "consent": {"scope": "training", "licence": "CC-BY-4.0", "version": "1"},
        **changed,
    }


@pytest.fixture
def submitted(alice) -> Callable[..., Any]:
    """Submit a report of Alice's; what is named differs from `report_json`."""
    from feedback.schema import parse_report
    from feedback.submit_report import submit_report

    def submit(author=alice, **changed):
        report, _is_new = submit_report(given=parse_report(report_json(**changed)), author=author)
        return report

    return submit


@pytest.fixture
def triaged(submitted) -> Callable[..., Any]:
    """A report that has been classified and has an open case, without a worker."""
    from feedback.classify_batch import classify_batch
    from moderation.models import Case
    from moderation.open_cases import open_cases

    def triage(**changed):
        report = submitted(**changed)
        classify_batch()
        open_cases()
        return Case.objects.select_related("report__thread__author").get(pk=report.pk)

    return triage


def wait_for(condition: Callable[[], Any], seconds: float = 180) -> Any:
    """The first true value of `condition`; fails after a time so long that only a fault reaches it."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"{condition} did not come true in {seconds} s"
        time.sleep(0.05)
    return value


class Workers:
    """Real worker processes and beat on the test database, which a test may kill."""

    def __init__(self) -> None:
        database = settings.DATABASES["default"]
        url = f"postgres://{database['USER']}@{quote(database['HOST'], safe='')}/{database['NAME']}"
        if database.get("PASSWORD") or database.get("PORT"):
            url = f"postgres://{database['USER']}:{quote(database['PASSWORD'])}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
        self.environment = {**os.environ, "DATABASE_URL": url, "REDIS_URL": settings.REDIS_URL, "SWEEP_SECONDS": "1"}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str) -> None:
        from config.supervise import commands

        line = commands(0)[name].removeprefix("exec ")
        self.processes[name] = subprocess.Popen(line.split(), cwd=ROOT, env=self.environment)

    def kill(self, name: str) -> None:
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def stop(self) -> None:
        for process in self.processes.values():
            process.kill()
        for process in self.processes.values():
            process.wait()
        for key in pulse.client().scan_iter(pulse.PREFIX + "*"):  # so that no later test takes them to be alive
            pulse.client().delete(key)


@pytest.fixture
def workers(transactional_db, house) -> Iterator[Workers]:
    """Classifier, desk and beat, running."""
    running = Workers()
    for name in ("classify", "desk", "beat"):
        running.start(name)
    yield running
    running.stop()


__all__ = ["report_json", "wait_for"]
