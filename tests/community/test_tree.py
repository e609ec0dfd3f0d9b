"""A tree of replies reads from top to bottom, however deep and long; its voices are counted, its answer stands first."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from community.accept_answer import accept_answer, take_back_answer
from community.models import Notice, Reply, ReplyVote, Space, Thread
from community.models.thread import MAX_DEPTH
from community.queries import REPLY_PAGE, key_of, read_key, replies
from community.reply import reply
from community.submit_thread import submit_thread
from community.vote_for_reply import take_back_vote_for_reply, vote_for_reply
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(alice):
    return submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="How?", body="Who knows?")


@pytest.fixture
def say(asked, bob):
    def say(body, parent=None, author=bob):
        asked.refresh_from_db()
        return reply(thread=asked, author=author, body=body, parent=parent)

    return say


def read_through(thread, viewer) -> list[Reply]:
    """All pages of a thread, one after the other."""
    found: list[Reply] = []
    while page := replies(thread, viewer, after=found[-1].path if found else None):
        found += page
    return found


def test_each_answer_stands_below_what_it_answers(asked, say, bob):
    first, second = say("first"), say("second")
    say("to second", second)
    below = say("to first", first)
    say("below that", below)
    assert [(said.body, said.depth) for said in replies(asked, bob)] == [
        ("first", 0),
        ("to first", 1),
        ("below that", 2),
        ("second", 0),
        ("to second", 1),
    ]


def test_what_is_deeper_than_three_stays_beside_what_it_answers(asked, say, bob, client):
    last = None
    for number in range(30):
        last = say(f"answer {number}", last)
    read = replies(asked, bob)
    assert [said.body for said in read] == [f"answer {number}" for number in range(30)]
    assert [said.depth for said in read] == [0, 1, 2] + [MAX_DEPTH] * 27
    page = client.get(asked.get_absolute_url()).content.decode()
    assert page.count("in reply to bob") == 26


def test_a_thread_of_many_branches_is_read_through_page_by_page_without_a_gap(asked, say, alice, bob):
    roots = [say(f"root {number}") for number in range(60)]
    for number, root in enumerate(roots):
        for _ in range(number % 6):
            say("branch", root)
    read = read_through(asked, alice)
    assert len(read) == 60 + sum(number % 6 for number in range(60)) == Reply.objects.count()
    assert [said.path for said in read] == sorted(said.path for said in read)


def test_five_thousand_answers_are_read_by_key(asked, bob, django_assert_num_queries):
    Reply.objects.bulk_create(
        [Reply(thread=asked, author=bob, body="x", created_at=asked.created_at) for _ in range(5_000)], batch_size=1_000
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE community_reply")
    late = Reply.objects.order_by("-pk")[2_000]
    with django_assert_num_queries(1):
        page = replies(asked, bob, after=late.path)
    assert [said.pk for said in page] == [late.pk + step for step in range(1, REPLY_PAGE + 1)]
    plan = Reply.objects.filter(thread=asked, path__gt=late.path).order_by("path")[:REPLY_PAGE].explain()
    assert "reply_in_tree" in plan, plan
    assert "Sort" not in plan, plan


def test_a_link_to_a_late_answer_opens_the_page_that_holds_it(asked, say, alice, client):
    for number in range(REPLY_PAGE + 5):
        say(f"answer {number}")
    notice = Notice.objects.filter(member=alice).latest("pk")
    assert "?at=" in notice.url
    assert f"answer {REPLY_PAGE + 4}" in client.get(notice.url).content.decode()


@pytest.mark.parametrize("key", ["", "x", "1..2", "-1", "1.2.3.4.5", "9" * 30, "²", "1.x"])
def test_a_key_that_is_none_shows_the_beginning(asked, say, client, key):
    say("the first answer")
    assert read_key(key) is None
    assert "the first answer" in client.get(asked.get_absolute_url(), {"after": key, "at": key}).content.decode()


def test_a_key_says_where_a_reply_stands(say):
    below = say("b", say("a"))
    below.refresh_from_db()
    assert read_key(key_of(below)) == below.path


def test_what_was_removed_keeps_its_place_while_somebody_answers_it_but_none_of_its_words(asked, say, bob, client):
    gone = say("never mind")
    say("but I do mind", gone)
    say("nobody answers this").delete()
    Reply.objects.filter(pk=gone.pk).update(state=Thread.State.WITHDRAWN)
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "never mind" not in page
    assert f'id="reply-{gone.pk}"' in page
    assert "but I do mind" in page


def test_an_answer_begins_with_a_quote_on_a_page_of_its_own(asked, say, alice, signed_in):
    said = say("> older words\n\nTry it twice.")
    browser = signed_in(alice)
    address = reverse("community:answer", args=[said.pk])
    page = browser.get(address).content.decode()
    assert "&gt; Try it twice." in page
    assert "older words\n" not in page
    sent = browser.post(address, {"body": "> Try it twice.\n\nThat helped."})
    below = Reply.objects.get(parent=said)
    assert sent.headers["Location"].endswith(f"#reply-{below.pk}")
    assert below.path == [said.pk, below.pk]


def test_with_a_script_only_the_form_is_sent(say, alice, signed_in):
    said = say("Try it twice.")
    piece = signed_in(alice).get(reverse("community:answer", args=[said.pk]), headers={"HX-Request": "true"})
    assert piece.content.decode().lstrip().startswith("<form")


def test_a_stranger_answers_votes_and_accepts_nothing_in_a_hidden_thread(asked, say, bob, signed_in):
    said = say("Try it twice.")
    Thread.objects.filter(pk=asked.pk).update(state=Thread.State.WITHDRAWN)
    for name in ("answer", "vote_for_reply", "accept_answer"):
        assert signed_in(bob).post(reverse(f"community:{name}", args=[said.pk]), {"body": "x"}).status_code == 404


def test_a_voice_for_a_reply_counts_once_and_can_be_taken_back(say, alice, signed_in):
    said = say("Try it twice.")
    browser, address = signed_in(alice), reverse("community:vote_for_reply", args=[said.pk])
    for _ in range(2):
        browser.post(address)
    said.refresh_from_db()
    assert (said.vote_count, ReplyVote.objects.count()) == (1, 1)
    fragment = browser.post(address, {"take_back": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert 'aria-pressed="false"' in fragment
    said.refresh_from_db()
    assert (said.vote_count, ReplyVote.objects.count()) == (0, 0)
    assert take_back_vote_for_reply(reply=said, member=alice) is False


@pytest.mark.django_db(transaction=True)
def test_one_member_in_eight_windows_has_one_voice_for_a_reply(say, alice):
    said = say("Try it twice.")
    assert sorted(at_once(lambda _n: vote_for_reply(reply=said, member=alice))) == [False] * 7 + [True]
    said.refresh_from_db()
    assert said.vote_count == 1


def test_who_asked_says_what_the_answer_is_and_who_answered_is_told_once(asked, say, alice, bob, signed_in):
    said = say("Try it twice.")
    browser, address = signed_in(alice), reverse("community:accept_answer", args=[said.pk])
    for _ in range(2):
        browser.post(address)
    told = Notice.objects.get(member=bob)
    assert told.event == "answer_accepted"
    assert "alice says that you answered" in signed_in(bob).get("/notifications/").content.decode()
    page = browser.get(asked.get_absolute_url()).content.decode()
    assert page.index(f'id="answer-{said.pk}"') < page.index(f'id="reply-{said.pk}"')
    browser.post(address, {"take_back": "1"})
    asked.refresh_from_db()
    assert asked.accepted is None
    assert take_back_answer(reply=said) is False


def test_only_who_asked_or_a_moderator_says_what_the_answer_is(asked, say, bob, mona, signed_in):
    said = say("Try it twice.")
    address = reverse("community:accept_answer", args=[said.pk])
    assert signed_in(bob).post(address).status_code == 403
    signed_in(mona).post(address)
    asked.refresh_from_db()
    assert asked.accepted == said


def test_another_answer_takes_the_place_of_the_first(asked, say, alice):
    first, second = say("first"), say("second")
    assert accept_answer(reply=first, by=alice) is True
    assert accept_answer(reply=first, by=alice) is False
    assert accept_answer(reply=second, by=alice) is True
    asked.refresh_from_db()
    assert asked.accepted == second


def test_a_removed_answer_is_not_shown_as_one(asked, say, alice, client):
    said = say("Try it twice.")
    accept_answer(reply=said, by=alice)
    Reply.objects.filter(pk=said.pk).update(state=Thread.State.WITHDRAWN)
    assert "Try it twice." not in client.get(asked.get_absolute_url()).content.decode()


def test_the_page_of_a_long_thread_asks_as_little_as_that_of_a_short_one(
    asked, say, alice, signed_in, django_assert_num_queries
):
    first = say("first")
    for number in range(40):
        say(f"answer {number}", first)
    accept_answer(reply=first, by=alice)
    browser = signed_in(alice)
    browser.get(asked.get_absolute_url())
    # session, member; thread with author and space, replies with authors and own voices, of which one is the answer, own
    # vote with related threads, unread notices
    with django_assert_num_queries(6):
        browser.get(asked.get_absolute_url())
