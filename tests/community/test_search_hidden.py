"""Nothing hidden is found, counted or offered, whoever asks and however."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from community.index_threads import index_threads, note_words
from community.models import Space, Thread
from community.search.document import spelt_words
from community.submit_thread import submit_thread
from community.withdraw_thread import withdraw_thread
from tests.community.searching import ADDRESS, reply_to

pytestmark = pytest.mark.django_db


VISIBILITY = [
    ("public", "visible", {"stranger", "bob", "mona", "dana", "alice"}),
    ("members", "visible", {"bob", "mona", "dana", "alice"}),
    ("team", "visible", {"mona", "dana", "alice"}),  # whoever wrote it finds it, too
    ("public", "hidden", set()),
    ("members", "hidden", set()),
    ("team", "hidden", set()),
    ("public", "withdrawn", set()),
]


@pytest.mark.parametrize(("visibility", "state", "seen_by"), VISIBILITY)
def test_nothing_hidden_shows_anywhere(corpus, bob, mona, dana, alice, signed_in, visibility, state, seen_by):
    """Not in results, counts, passages, suggestions of spelling, nor among similar titles."""
    thread = submit_thread(
        author=alice,
        space=Space.objects.get(slug="tips"),
        title="Quixotic zeppelin maintenance",
        body="The zeppelin needs helium.",
        visibility=visibility,
    )
    note_words(spelt_words(thread.title, thread.body))
    if state == "withdrawn":
        withdraw_thread(thread_id=thread.pk)
    else:
        Thread.objects.filter(pk=thread.pk).update(state=state)
    for name, browser in {
        "stranger": Client(),
        "bob": signed_in(bob),
        "mona": signed_in(mona),
        "dana": signed_in(dana),
        "alice": signed_in(alice),
    }.items():
        may_see = name in seen_by
        for asked in ({"q": "zeppelin"}, {"q": "zepelin"}, {"q": "zeppelin", "order": "newest"}, {"q": "quixotic helium"}):
            answer = browser.get(ADDRESS, asked)
            assert ("Quixotic" in answer.content.decode()) == may_see, (name, asked)
            assert answer.context["count"] == int(may_see)
            assert answer.context["meant"] == ("zeppelin" if may_see and asked["q"] == "zepelin" else None)
        fragment = browser.get(reverse("community:similar"), {"title": "zeppelin maintenance"}).content.decode()
        assert ("Quixotic" in fragment) == may_see, name


def test_whoever_reported_for_the_team_finds_it(submitted, alice, bob, mona, signed_in, client):
    """And nobody else who may not open it, by any filter; nor its author where its space is closed to them."""
    report = submitted(title="Quixotic zeppelin")
    Thread.objects.filter(pk=report.pk).update(visibility=Thread.Visibility.TEAM)
    for asked in ({"q": "quixotic"}, {"author": "alice"}, {"q": "quixotic", "what": "reports", "station": "1"}):
        found = {name: "Quixotic" in signed_in(who).get(ADDRESS, asked).content.decode() for name, who in
                 (("alice", alice), ("bob", bob), ("mona", mona))}  # fmt: skip
        assert found == {"alice": True, "bob": False, "mona": True}
        assert "Quixotic" not in client.get(ADDRESS, asked).content.decode()
    Space.objects.filter(pk=report.thread.space_id).update(who_reads=Space.Readers.TEAM)
    assert signed_in(alice).get(ADDRESS, {"q": "quixotic"}).context["count"] == 0


def test_a_hidden_reply_is_shown_to_nobody(corpus, client, alice):
    thread = submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="Bare", body="bare")
    reply_to(thread, alice, "a zeppelin is mentioned")
    assert "mentioned" in client.get(ADDRESS, {"q": "zeppelin"}).content.decode()
    thread.replies.update(state=Thread.State.HIDDEN)
    assert "mentioned" not in client.get(ADDRESS, {"q": "zeppelin"}).content.decode()
    index_threads([thread.pk])  # what a verb that hides a reply does
    assert client.get(ADDRESS, {"q": "zeppelin"}).context["count"] == 0
