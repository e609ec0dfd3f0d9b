"""Counters that went wrong are found and mended from the rows."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command

from community.count_credit import count_credit
from community.count_threads import count_threads
from community.counters import COUNTERS, differences
from community.models import Credit, Member, Reply, ReportCount, Space, Tag, Thread
from community.reply import reply
from community.save_draft import save_draft
from community.submit_thread import submit_thread
from community.vote import vote
from community.vote_for_reply import vote_for_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def lively(alice, bob, mona, submitted):
    submitted()
    space = Space.objects.get(slug="tips")
    talk = submit_thread(author=alice, space=space, title="How to ask", body="Ask.", language="en", tags=["asking"])
    said = reply(thread=talk, author=bob, body="I do.", language="en")
    vote(thread=talk, member=mona)
    vote_for_reply(reply=said, member=alice)
    save_draft(member=alice, place="thread", fields={"title": ["Hm"]})
    count_threads()
    while count_credit():
        pass
    return talk


def run(*arguments: str) -> tuple[str, int]:
    out, code = StringIO(), 0
    try:
        call_command("recount", *arguments, stdout=out)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return out.getvalue(), code


def test_what_verbs_count_is_what_rows_say(lively):
    assert list(differences()) == []
    assert run("--check") == ("Every counter says what its rows say.\n", 0)


def test_each_counter_that_is_wrong_is_named_and_mended(lively, alice):
    Thread.objects.filter(pk=lively.pk).update(reply_count=7, vote_count=8)
    Reply.objects.update(vote_count=9)
    Space.objects.filter(slug="tips").update(thread_count=5)
    Tag.objects.update(thread_count=6)
    Member.objects.filter(pk=alice.pk).update(draft_count=3)
    wrong = {column for table, column in COUNTERS if table == "community_credit"}
    Credit.objects.filter(pk=alice.pk).update(**dict.fromkeys(wrong, 77))
    ReportCount.objects.update(reported=5, accepted=5, in_dataset=5, released=5)
    said, code = run("--check")
    assert code == 1
    assert f"community_thread {lively.pk}: reply_count is 7, its rows say 1" in said
    assert {(one.table, one.column) for one in differences()} == set(COUNTERS)
    said, code = run()
    assert code == 0
    assert f"{len(COUNTERS)} differed" in said
    assert list(differences()) == []
    lively.refresh_from_db()
    assert (lively.reply_count, lively.vote_count) == (1, 1)
    assert Credit.objects.get(pk=alice.pk).posts == 2
    assert ReportCount.objects.get(member=alice).reported == 1


def test_what_a_worker_has_yet_to_count_is_no_difference(lively, bob):
    submit_thread(author=bob, space=Space.objects.get(slug="tips"), title="Another", body="Yes.", tags=["asking"])
    assert list(differences()) == []
    assert run() == ("Every counter says what its rows say.\n", 0)
    assert Space.objects.get(slug="tips").thread_count == 2
