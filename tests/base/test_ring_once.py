from __future__ import annotations

import pytest
from django.db import connection, transaction

from base.ring import ring

pytestmark = pytest.mark.django_db


def waiting() -> list[str]:
    return [entry[1].event for entry in connection.run_on_commit if hasattr(entry[1], "event")]


def test_an_event_rings_once_for_a_transaction_however_often_it_is_asked_for():
    for _ in range(3):
        ring("report_submitted")
    ring("report_classified")
    assert waiting() == ["report_submitted", "report_classified"]


def test_a_ring_that_was_rolled_back_is_rung_by_the_next_one():
    with transaction.atomic():
        ring("report_submitted")
        transaction.set_rollback(True)
    assert waiting() == []
    ring("report_submitted")
    assert waiting() == ["report_submitted"]


def test_what_is_said_rings_for_those_who_watch(alice):
    from community.models import Space
    from community.submit_thread import submit_thread

    submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="How to ask", body="Ask.")
    assert "announced" in waiting()


@pytest.mark.parametrize(("is_news", "rung"), [(True, ["announced"]), (False, [])])
def test_what_comes_from_elsewhere_rings_for_them_only_where_it_is_news(alice, is_news, rung):
    from django.utils import timezone

    from community.bring_threads import Brought, bring_threads
    from community.models import Space, Thread

    at, space = timezone.now(), Space.objects.get(slug="tips")
    thread = Thread(author=alice, space=space, title="How to ask", body="Ask.", created_at=at, active_at=at)
    bring_threads([Brought(thread, is_news=is_news)])
    assert waiting() == rung
