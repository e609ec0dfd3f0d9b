"""An answer is counted, moves its thread up, and is told once to each who waits for it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.models import Notice, Reply, Thread
from community.queries import REPLY_PAGE, replies
from community.reply import reply
from tests.at_once import at_once


@pytest.mark.django_db
def test_the_author_is_told_once_and_where_to_look(submitted, alice, bob):
    thread = submitted().thread
    said = reply(thread=thread, author=bob, body="I have this too")

    notice = Notice.objects.get()
    assert (notice.member, notice.event) == (alice, "replied")
    assert notice.url == f"/r/{thread.pk}/#reply-{said.pk}"
    assert notice.detail == {"by": "bob", "title": thread.title}
    thread.refresh_from_db()
    assert (thread.reply_count, thread.active_at) == (1, said.created_at)


@pytest.mark.django_db
def test_who_answers_their_own_thread_is_not_told(submitted, alice):
    reply(thread=submitted().thread, author=alice, body="More on this")
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_the_one_who_is_answered_is_told_as_well(submitted, alice, bob, mona):
    thread = submitted().thread
    first = reply(thread=thread, author=bob, body="Me too")
    Notice.objects.all().delete()
    reply(thread=thread, author=mona, body="Which version?", parent=first)
    assert set(Notice.objects.values_list("member__username", flat=True)) == {"alice", "bob"}


@pytest.mark.django_db
def test_an_author_who_is_answered_in_their_own_thread_is_told_once(submitted, alice, bob):
    thread = submitted().thread
    own = reply(thread=thread, author=alice, body="More on this")
    reply(thread=thread, author=bob, body="Thank you", parent=own)
    assert Notice.objects.filter(member=alice).count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_answers_at_once_are_eight(submitted, bob):
    thread = submitted().thread
    answers = at_once(lambda n: reply(thread=thread, author=bob, body=f"answer {n}"))
    assert all(isinstance(said, Reply) for said in answers), answers
    thread.refresh_from_db()
    assert (thread.reply_count, Notice.objects.count()) == (8, 8)


@pytest.mark.django_db
def test_hidden_replies_do_not_end_the_page_too_early(submitted, bob, mona):
    thread = submitted().thread
    for n in range(REPLY_PAGE + 1):
        reply(thread=thread, author=bob, body=f"answer {n}")
    Reply.objects.filter(body="answer 0").update(state=Thread.State.HIDDEN)
    assert [said.body for said in replies(thread, mona)] == [f"answer {n}" for n in range(1, REPLY_PAGE + 1)]
    assert replies(thread, bob)[0].body == "answer 0"


@pytest.mark.django_db
def test_what_was_said_elsewhere_and_earlier_stands_at_its_time_and_sends_no_thread_down(submitted, bob):
    thread = submitted().thread
    before = thread.active_at
    said = reply(thread=thread, author=bob, body="Said long ago.", created_at=before - timedelta(days=3))
    thread.refresh_from_db()
    assert (said.created_at, thread.active_at, thread.reply_count) == (before - timedelta(days=3), before, 1)
