"""Who comes too often is told how long to wait and loses nothing; and no answer tells what is there from what is hidden."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from base.limits import Limit, TooSoon, forget_limits, take
from base.models import Limit as LimitRow
from community.limits import count_against_limits
from community.models import Member, Reply, Space, Thread, Vote
from community.reply import reply
from community.submit_thread import submit_thread
from community.trust import DAILY, MINUTELY, NEW
from tests.at_once import at_once
from tests.conftest import report_json

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}


@pytest.fixture(autouse=True)
def with_limits(no_limits, settings):
    settings.RATE_LIMITS = 1


@pytest.fixture
def newcomer(house):
    return Member.objects.create_user("newcomer", password="four horses on a bridge")


@pytest.fixture
def asked(alice):
    return submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="How to ask", body="Ask.", language="en")


def use_up(member, action):
    for _ in range(DAILY[action][NEW]):
        count_against_limits(viewer=member, action=action)


def pass_time(seconds: float) -> None:
    """As if it had been later: all that was taken comes back so much sooner."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_limit SET full_at = full_at - %s * interval '1 second'", [seconds])


def test_so_many_at_once_and_then_one_at_a_time():
    limit = Limit("x", 3, 30)
    for _ in range(3):
        take([limit])
    with pytest.raises(TooSoon) as refused:
        take([limit])
    assert 9 <= refused.value.seconds <= 10
    pass_time(refused.value.seconds)
    take([limit])
    with pytest.raises(TooSoon):
        take([limit])
    pass_time(1000)
    for _ in range(3):
        take([limit])


def test_what_is_refused_by_one_limit_is_counted_by_none():
    take([Limit("narrow", 1, 60)])
    for _ in range(3):
        with pytest.raises(TooSoon):
            take([Limit("a wide one", 2, 60), Limit("narrow", 1, 60)])
    take([Limit("a wide one", 2, 60)])
    take([Limit("a wide one", 2, 60)])
    with pytest.raises(TooSoon):
        take([Limit("nothing", 0, 60)])


def test_rows_of_whom_nothing_is_counted_any_more_go():
    take([Limit("x", 3, 30)])
    assert forget_limits() == 0
    pass_time(31)
    assert forget_limits() == 1
    assert not LimitRow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_exactly_as_many_pass_as_may():
    answers = at_once(lambda _: take([Limit("x", 5, 3600), Limit("y", 100, 3600)]))
    assert sum(isinstance(answer, list) for answer in answers) == 5
    assert sum(isinstance(answer, TooSoon) for answer in answers) == 3


def test_a_thread_too_many_gives_the_form_back_with_all_that_was_typed(signed_in, newcomer):
    use_up(newcomer, "thread")
    words = {"space": "tips", "title": "A long thought", "body": "which took an hour"}
    answer = signed_in(newcomer).post(reverse("community:new_thread"), words, headers=OURS)
    page = answer.content.decode()
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 86_400
    assert "It works again in 5 hours" in page
    assert all(word in page for word in words.values())
    assert not Thread.objects.exists()


def test_a_reply_too_many_gives_the_form_back_and_so_does_an_answer_to_one(signed_in, newcomer, alice, asked):
    use_up(newcomer, "reply")
    first = reply(thread=asked, author=alice, body="To begin with.")
    for path in (reverse("community:reply", args=[asked.pk]), reverse("community:answer", args=[first.pk])):
        answer = signed_in(newcomer).post(path, {"body": "It took me an hour."}, headers=OURS)
        assert answer.status_code == 429
        assert "It took me an hour." in answer.content.decode()
        assert "A little too" in answer.content.decode() or "a little too often" in answer.content.decode()
    assert Reply.objects.count() == 1


def test_a_report_too_many_gives_the_form_back(signed_in, newcomer, river):
    use_up(newcomer, "report")
    words = {"about": "product", "version": "river/1.0", "body": "It stops.", "consent": "none", "visibility": "public"}
    answer = signed_in(newcomer).post(reverse("feedback:compose"), words, headers=OURS)
    assert answer.status_code == 429
    assert "It stops." in answer.content.decode()
    assert not Thread.objects.exists()


def test_a_vote_too_many_is_a_page_that_sends_it_again(signed_in, newcomer, asked, settings):
    settings.RATE_LIMITS = 1 / MINUTELY["vote"][NEW]  # one a minute, so that no slow machine lets a second one through
    count_against_limits(viewer=newcomer, action="vote")
    answer = signed_in(newcomer).post(reverse("community:vote", args=[asked.pk]), headers=OURS)
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60 * 60 * 24
    assert "Send it again" in answer.content.decode() or "Load the page again" in answer.content.decode()
    assert not Vote.objects.exists()


def test_visitors_are_counted_by_their_address_of_which_only_a_hash_is_kept(client, settings):
    settings.RATE_LIMITS = 1 / MINUTELY["search"][NEW]
    assert client.get(reverse("community:search"), {"q": "x"}).status_code == 200
    answer = client.get(reverse("community:search"), {"q": "x"})
    assert answer.status_code == 429
    assert answer["Retry-After"]
    assert client.get(reverse("community:search"), {"q": "x"}, REMOTE_ADDR="10.0.0.9").status_code == 200
    assert not LimitRow.objects.filter(key__contains="127.0.0").exists()


def test_who_is_trusted_more_may_more(newcomer, mona):
    use_up(newcomer, "thread")
    with pytest.raises(TooSoon):
        count_against_limits(viewer=newcomer, action="thread")
    for _ in range(DAILY["thread"][NEW] + 1):
        count_against_limits(viewer=mona, action="thread")


def test_an_operator_may_turn_the_limits_off(newcomer, settings):
    settings.RATE_LIMITS = 0
    use_up(newcomer, "thread")
    count_against_limits(viewer=newcomer, action="thread")


def test_new_members_post_no_links_or_images_and_are_told_so_at_the_field(signed_in, newcomer, alice, asked):
    browser = signed_in(newcomer)
    for body in (
        "buy at https://spam.example/x",
        "see WWW.spam.example",
        "ｈｔｔｐｓ：／／spam.example",
        "![x](data:image/png)",
        "[a](//spam.example)",
    ):
        answer = browser.post(reverse("community:reply", args=[asked.pk]), {"body": body})
        page = answer.content.decode()
        assert answer.status_code == 422, body
        assert "after your first days here" in page
    for harmless in (f"See http://testserver{asked.get_absolute_url()}".replace("testserver", "127.0.0.1"), "a // b"):
        assert browser.post(reverse("community:reply", args=[asked.pk]), {"body": harmless}).status_code == 302, harmless
    answer = signed_in(alice).post(reverse("community:reply", args=[asked.pk]), {"body": "https://docs.example"})
    assert answer.status_code == 302


def same_answer(browser: Client, one: str, other: str, method: str = "get") -> None:
    """Both paths are answered alike: the same status, and pages that differ by no more than what was asked for."""
    answers = [getattr(browser, method)(path) for path in (one, other)]
    assert {answer.status_code for answer in answers} == {404}, one
    sizes = [len(answer.content) for answer in answers]
    assert abs(sizes[0] - sizes[1]) <= 4 * abs(len(one) - len(other)), one


@pytest.mark.parametrize("state", ["hidden", "held", "withdrawn", "team"])
def test_a_hidden_thread_is_answered_as_one_that_is_not_there(state, submitted, alice, bob, signed_in):
    hidden = submitted(**report_json()).thread
    said = reply(thread=hidden, author=alice, body="Below it.")
    change = {"visibility": "team"} if state == "team" else {"state": state}
    Thread.objects.filter(pk=hidden.pk).update(**change)
    browser = signed_in(bob)
    for path, method, pk in [
        ("community:thread", "get", hidden.pk),
        ("feedback:report", "get", hidden.pk),
        ("community:reply", "post", hidden.pk),
        ("community:vote", "post", hidden.pk),
        ("community:answer", "get", said.pk),
        ("community:vote_for_reply", "post", said.pk),
        ("community:accept_answer", "post", said.pk),
    ]:
        same_answer(browser, reverse(path, args=[pk]), reverse(path, args=[pk + 1_000]), method)


def test_nothing_says_whether_there_is_an_account_of_a_name(client, alice, bob):
    """Signing in and asking for a new password are answered alike; a closed profile is as if it never was."""
    Member.objects.filter(pk=alice.pk).update(email="alice@example.org")
    for page, field in (("account_login", "login"), ("account_reset_password", "email")):
        answers = []
        for value in ("alice@example.org", "nobod@example.org"):
            answers.append(Client().post(reverse(page), {field: value, "password": "not the right one"}))
        assert answers[0].status_code == answers[1].status_code
        assert abs(len(answers[0].content) - len(answers[1].content)) <= 8, page
    Member.objects.filter(pk=bob.pk).update(is_active=False)
    same_answer(client, reverse("community:profile", args=["bob"]), reverse("community:profile", args=["bib"]))
