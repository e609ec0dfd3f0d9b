"""What `script/bench load` looks for afterwards: a true community passes, and each single lie in it is found."""

from __future__ import annotations

import json
from itertools import islice
from random import Random

import pytest
from django.apps import apps
from django.db import connection

from bench.crowd.deck import MIX, cards
from bench.crowd.page import encode, forms, links
from bench.crowd.told import ANSWERED, REFUSED, UNKNOWN, Said
from bench.load import check_log
from bench.load_check import COUNTERS, NEVER, backlog, check_all, check_follows, check_posts, check_votes
from community.count_credit import count_credit
from community.count_threads import count_threads
from community.fan_out import fan_out
from community.follow import follow, unfollow
from community.models import Follow, Member, Reply, Space, Thread
from community.reply import reply
from community.save_draft import save_draft
from community.submit_thread import submit_thread
from community.vote import take_back_vote, vote
from community.vote_for_reply import vote_for_reply
from config.load.fill import fill

pytestmark = pytest.mark.django_db
TALK, ANSWER = "zq0123456789abcdef", "zqfedcba9876543210"


@pytest.fixture
def said(alice, bob) -> Said:
    """What a crowd of two did and says it did, over a community that was there, with nothing left to the workers."""
    fill(threads=6, replies=20, reports=6)
    space = Space.objects.get(slug="tips")
    talk = submit_thread(author=alice, space=space, title="Tip", body=f"Try it. {TALK}", tags=["code"], language="en")
    answer = reply(thread=talk, author=bob, body=f"I did. {ANSWER}", language="en")
    follow(member=bob, kind="person", key=alice.pk, level="watching")
    vote(thread=talk, member=bob)
    vote_for_reply(reply=answer, member=alice)
    save_draft(member=alice, place="thread", fields={"title": ["More"]})
    while fan_out() or count_threads() or count_credit():
        pass
    return Said(
        posts={TALK: ANSWERED, ANSWER: ANSWERED},
        votes=[("bob", "thread", talk.pk, True), ("alice", "reply", answer.pk, True)],
        follows=[("bob", "person", alice.pk, "watching")],
    )


def wrong(said: Said) -> dict[str, list[str]]:
    return {check.what: check.wrong for check in check_all([said]) if check.wrong and check.what != "no deadlocks"}


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_true_community_passes_and_rows_were_looked_at(said):
    assert wrong(said) == {}
    assert min(check.looked_at for check in check_all([said])) > 0
    assert set(backlog()) <= {"relate"}  # only a classifier has the embedding


def test_a_lost_post_is_found(said):
    Reply.objects.filter(author__username="bob").delete()
    assert check_posts([said]).wrong == [f"{ANSWER} was answered and stands there 0 times"]


def test_a_post_that_stands_there_twice_is_found(said):
    thread = Thread.objects.get(author__username="alice")
    reply(thread=thread, author=thread.author, body=f"Again. {ANSWER}")
    assert check_posts([said]).wrong == [f"{ANSWER} was answered and stands there 2 times"]


def test_a_post_that_was_refused_or_never_sent_must_not_be_there(said):
    said.posts[ANSWER] = REFUSED
    del said.posts[TALK]
    assert len(check_posts([said]).wrong) == 2
    said.posts = {TALK: UNKNOWN, ANSWER: ANSWERED, "zq0000000000000000": UNKNOWN}  # its answer never came: there, or not
    assert check_posts([said]).wrong == []


def test_a_lost_voice_and_a_lost_follow_are_found(said, alice, bob):
    take_back_vote(thread=Thread.objects.get(author=alice), member=bob)
    unfollow(member=bob, kind="person", key=alice.pk)
    assert len(check_votes([said]).wrong) == len(check_follows([said]).wrong) == 1
    later = Said(votes=[(*said.votes[0][:3], False)], follows=[(*said.follows[0][:3], "")])
    assert check_votes([said, later]).wrong == check_follows([said, later]).wrong == []


@pytest.mark.parametrize(("table", "column"), COUNTERS)
def test_each_counter_that_is_one_too_high_is_found(said, table, column):
    key = "member_id" if table == "community_credit" else "id"
    run(f"UPDATE {table} SET {column} = {column} + 1 WHERE {key} = (SELECT max({key}) FROM {table})")
    (found,) = wrong(said).values()
    assert len(found) == 1
    assert found[0].startswith(f"{table} ")


def test_every_counter_of_the_models_is_checked():
    counters = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("_count") and model._meta.app_label in {"community", "feedback", "moderation", "tuning"}
    }
    figures = {field.column for field in apps.get_model("community.Credit")._meta.concrete_fields} - {"member_id", "counted_at"}
    of_reports = {("community_reportcount", name) for name in ("reported", "accepted", "in_dataset", "released")}
    assert counters | of_reports | {("community_credit", name) for name in figures} == set(COUNTERS)


FAULTS = {
    "reports that could not be classified": (
        "UPDATE feedback_report SET tries = 1 WHERE thread_id = (SELECT max(thread_id) FROM feedback_report)"
    ),
    "posts that watchers were not told of": (
        "INSERT INTO community_fanout (thread_id, after, tries, last_error, made_at) "
        "SELECT max(id), 0, 3, 'x', now() FROM community_thread"
    ),
    "threads that could not be related": "UPDATE community_threadvector SET state = 'parked'",
    "rows that a stage failed": "INSERT INTO base_stagetally (stage, processed, failed, updated_at) VALUES ('x', 0, 1, now())",
    "threads without a search document": (
        "DELETE FROM community_searchdocument WHERE thread_id = (SELECT max(id) FROM community_thread)"
    ),
    "tags whose time is not their thread's": "UPDATE community_threadtag SET active_at = active_at - interval '1 second'",
    "threads older than their last reply": (
        "UPDATE community_reply SET created_at = created_at + interval '1 hour' "
        "WHERE id = (SELECT max(id) FROM community_reply)"
    ),
    "members who posted and have no figures": "DELETE FROM community_credit",
    "reports that no page of a member counts": "DELETE FROM community_reportcount",
}


@pytest.mark.parametrize("what", FAULTS)
def test_what_must_never_be_is_found(said, what):
    run(FAULTS[what])
    assert list(wrong(said)) == [f"no {what}"]


def test_mails_that_were_given_up_are_found(said):
    run("INSERT INTO community_delivery (notice_id, channel, state, tries, lost, reached, next_try_at, last_error, made_at) "
        "SELECT max(id), 'mail', 'parked', 3, 0, '{}', now(), 'x', now() FROM community_notice")  # fmt: skip
    assert list(wrong(said)) == ["no mails and pushes that were given up"]
    assert set(NEVER) == {*FAULTS, "mails and pushes that were given up", "deadlocks"}


def test_what_still_waits_for_a_worker_is_named(said, alice, bob):
    thread = submit_thread(author=bob, space=Space.objects.get(slug="tips"), title="More", body="", tags=[])
    assert backlog() == {"credit": 1, "count": 1, "fan_out": 1, "relate": 2}
    assert Follow.objects.filter(member=bob, kind="thread", key=thread.pk).exists()
    assert Member.objects.get(pk=alice.pk).draft_count == 1


def test_an_error_in_the_log_is_found(tmp_path):
    log = tmp_path / "log"
    log.write_text('{"level": "warning", "event": "ring.unheard"}\n')
    assert check_log(log).wrong == []
    with log.open("a") as file:
        file.write('{"exc": "…", "event": "Task community.fan_out raised unexpected", "level": "error"}\n')
    assert len(check_log(log).wrong) == 1


def test_what_a_crowd_says_comes_over_whole(said):
    said.errors["thread: HTTP 500"] += 2
    said.took["thread"] = [0.1]
    assert Said.from_dict(json.loads(json.dumps(said.to_dict()))) == said


PAGE = """<a href="/t/3/">x</a><a href="/t/3/#talk">y</a><a href="/t/4/?a=1&amp;b=2">z</a>
<form method="post" action="/t/3/reply/" enctype="multipart/form-data"><input type="hidden" name="csrf" value="a&amp;b">
<textarea name="body">
kept &lt;</textarea><select name="space"><option value="">…</option><option value="tips" selected>Tips</option></select>
<input type="radio" name="who" value="all" checked><input type="radio" name="who" value="team"><input type="file" name="image">
<button name="preview" value="1">P</button><span data-place="reply:3" data-keep="/drafts/save/"></span></form>"""


def test_a_form_is_read_as_a_browser_would_send_it():
    (form,) = forms(PAGE, r"/t/\d+/reply/")
    assert form.fields == [("csrf", "a&b"), ("body", "kept <"), ("space", "tips"), ("who", "all")]
    assert form.filled({"body": "new"})[-1] == ("body", "new")
    assert form.choices == {"space": ["", "tips"], "who": ["all", "team"]}
    assert (form.buttons, form.is_multipart, form.place, form.keep) == ([("preview", "1")], True, "reply:3", "/drafts/save/")
    assert forms(PAGE, "/elsewhere/") == []
    assert links(PAGE, r"/t/\d+/") == ["/t/3/"]


def test_fields_are_sent_in_both_ways_that_forms_have():
    body, content_type = encode([("a", "x y"), ("b", "你")], is_multipart=False)
    assert (body, content_type) == (b"a=x+y&b=%E4%BD%A0", "application/x-www-form-urlencoded")
    body, content_type = encode([("b", "你")], is_multipart=True)
    boundary = content_type.partition("boundary=")[2]
    assert body.decode() == f'--{boundary}\r\nContent-Disposition: form-data; name="b"\r\n\r\n你\r\n--{boundary}--\r\n'


def test_each_hundred_actions_hold_the_mix():
    assert sum(MIX.values()) == 100
    deck = list(islice(cards(Random(1)), 200))
    assert sorted(deck[:100]) == sorted(deck[100:]) == sorted(kind for kind, number in MIX.items() for _ in range(number))
    assert deck[:100] != deck[100:]
