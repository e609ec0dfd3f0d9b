"""The feed's orders: each reads every thread once, from the first page to the last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from community.models import Space, Thread
from community.queries import feed
from community.reply import reply
from community.submit_thread import submit_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def talks(alice):
    """Sixty talks, one a day, the newest first; every third with voices, as many as its number modulo ten."""
    tips = Space.objects.get(slug="tips")
    made = []
    for day in range(60):
        at = timezone.now() - timedelta(days=day, hours=1)
        thread = submit_thread(author=alice, space=tips, title=f"talk {day}", body="b", created_at=at)
        Thread.objects.filter(pk=thread.pk).update(vote_count=day % 10 if day % 3 == 0 else 0)
        made.append(thread)
    return made


def read_through(viewer, **order) -> list[Thread]:
    found, after = [], None
    while True:
        page = feed(viewer, after=after, **order)
        found += page.items
        if page.after is None:
            return found
        after = page.after


@pytest.mark.parametrize("order", ["active", "new", "hot", "unanswered"])
def test_each_order_reads_every_thread_once(talks, alice, order):
    assert sorted(thread.pk for thread in read_through(alice, order=order)) == sorted(thread.pk for thread in talks)


def test_ten_voices_weigh_as_much_as_half_a_day(talks, alice):
    hot = read_through(alice, order="hot")
    assert [thread.heat for thread in hot] == sorted((thread.heat for thread in hot), reverse=True)
    newest, older = talks[0], talks[1]
    Thread.objects.filter(pk=older.pk).update(vote_count=50)
    assert feed(alice, order="hot").items[0] == newest
    Thread.objects.filter(pk=older.pk).update(vote_count=200)
    assert feed(alice, order="hot").items[0] == older


def test_the_best_have_most_voices_and_none_without_any(talks, alice):
    best = read_through(alice, order="top")
    votes = [thread.vote_count for thread in best]
    assert votes == sorted(votes, reverse=True)
    assert votes.count(0) == 0
    assert len(best) == Thread.objects.filter(vote_count__gt=0).count()


@pytest.mark.parametrize(("period", "days"), [("day", 1), ("week", 7), ("month", 30)])
def test_the_best_of_a_period_are_no_older(talks, alice, period, days):
    since = timezone.now() - timedelta(days=days)
    wanted = Thread.objects.filter(vote_count__gt=0, created_at__gte=since)
    assert set(read_through(alice, order="top", period=period)) == set(wanted)


def test_what_was_answered_is_not_unanswered(talks, alice, bob, client):
    reply(thread=talks[0], author=bob, body="Here")
    assert talks[0] not in read_through(alice, order="unanswered")
    assert "talk 1<" in client.get("/?order=unanswered").content.decode()


@pytest.mark.parametrize("after", ["x", "1", "1_x", "nan_1", "inf_1", "1e9_1", "9" * 40 + "_1", "1_" + "9" * 30])
@pytest.mark.parametrize("order", ["hot", "top"])
def test_a_key_that_is_none_shows_the_beginning(talks, alice, order, after):
    assert feed(alice, order=order, after=after).items == feed(alice, order=order).items
