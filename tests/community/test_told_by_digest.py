"""A digest comes at eight by the member's clocks, once, and only with something in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.ask_to_confirm import ask_to_confirm
from community.digest import digest_of
from community.digest_times import next_morning
from community.make_digests import make_digests
from community.models import Delivery, DigestPlan, Notice, Space, Thread
from community.notify import notify
from community.plan_digest import plan_digest
from community.send_deliveries import send_deliveries


@pytest.mark.parametrize(
    ("after", "zone", "weekly", "expected"),
    [
        ("2026-11-24T12:00", "Asia/Shanghai", False, "2026-11-25T00:00"),
        ("2026-11-24T23:59", "Asia/Shanghai", False, "2026-11-25T00:00"),
        ("2026-11-25T00:00", "Asia/Shanghai", False, "2026-11-26T00:00"),
        ("2026-11-24T12:00", "Asia/Shanghai", True, "2026-11-30T00:00"),
        ("2026-03-07T14:00", "America/New_York", False, "2026-03-08T12:00"),  # the clocks go forward that night
        ("2026-03-06T14:00", "America/New_York", False, "2026-03-07T13:00"),
        ("2026-11-24T12:00", "Pacific/Kiritimati", False, "2026-11-24T18:00"),
    ],
)
def test_eight_in_the_morning_there(after, zone, weekly, expected):
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_morning(moment, ZoneInfo(zone), weekly=weekly) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def write(author, title: str, **more) -> Thread:
    now = timezone.now()
    return Thread.objects.create(
        space=Space.objects.get(slug="tips"), author=author, title=title, created_at=now, active_at=now, **more
    )


def make_due(member) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    DigestPlan.objects.filter(member=member).update(digest_due_at=timezone.now(), told_until=yesterday)


@pytest.fixture
def planned(alice, settings):
    settings.HAS_MAIL = True
    alice.email = "alice@example.org"
    alice.save()
    plan_digest(member=alice, every="day")
    return alice


@pytest.mark.django_db
def test_a_digest_is_mailed_once_with_what_happened(planned, bob, mailoutbox, signed_in):
    write(planned, "mine")
    write(bob, "Short prompts work better")
    write(bob, "of the team", visibility="team")
    notify(member=planned, event="accepted", key="d", url="/r/1/", detail={"title": "17 × 23"})
    Delivery.objects.all().delete()
    make_due(planned)
    assert make_digests() == 1
    assert make_digests() == 0
    send_deliveries()
    [mail] = mailoutbox
    for said in (mail.body, mail.alternatives[0].content):
        assert "17 × 23" in said
        assert "Short prompts work better" in said
        assert "of the team" not in said
    notice = Notice.objects.get(event="digest")
    assert not notice.on_site
    assert "Short prompts" in signed_in(planned).get(notice.url).content.decode()
    assert signed_in(planned).get("/notifications/digest/?since=x").status_code == 404


@pytest.mark.django_db
def test_an_empty_digest_is_not_sent(planned):
    make_due(planned)
    assert make_digests() == 1
    assert not Notice.objects.exists()
    assert planned.digest_plan.digest_due_at > timezone.now()


@pytest.mark.django_db
def test_what_a_digest_asks_does_not_grow(planned, bob):
    since = timezone.now() - timedelta(days=1)
    write(planned, "mine")
    for n in range(30):
        thread = write(bob, f"t{n}", station=5)
        notify(member=bob, event="released", key=f"r{n}", thread=thread, detail={"title": "t", "version": "2"})
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = digest_of(planned, since, timezone.now())
    # threads of released notices, own notices, threads alive, those followed
    assert len(asked) == 4
    assert (len(found.fixes), len(found.alive), len(found.mine)) == (5, 5, 0)


@pytest.mark.django_db
def test_who_has_not_confirmed_is_reminded_once(alice):
    for station in (5, 6):
        thread = write(alice, f"t{station}", station=station)
        notify(member=alice, event="released", key=f"r{station}", thread=thread, detail={"title": "t", "version": "2"})
    assert ask_to_confirm() == 0
    Notice.objects.update(created_at=timezone.now() - timedelta(days=4))
    assert (ask_to_confirm(), ask_to_confirm()) == (1, 0)
    assert Notice.objects.get(event="confirm_asked").thread.station == 5
