"""What came of a member's words is counted from the rows, and levels follow from it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.accept_answer import accept_answer, take_back_answer
from community.count_credit import count_credit, note_old_figures
from community.credit_figures import figures_of
from community.models import Credit, CreditDue, Hold, Member, Notice, Reply, Space, TrustPin
from community.pin_trust import pin_trust, unpin_trust
from community.reply import reply
from community.submit_thread import submit_thread
from community.trust import KNOWN, NEEDS, NEW, REGULAR, TRUSTED
from community.vote import take_back_vote, vote
from community.vote_for_reply import vote_for_reply
from community.withdraw_thread import withdraw_thread
from moderation.accept_report import accept_report
from moderation.reopen_case import reopen_case
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(alice):
    return submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="How to ask", body="Ask.", language="en")


def count_all() -> None:
    while count_credit():
        pass


def figure(member: Member, name: str) -> int:
    """What the column says after all that waits is counted; it must be what the rows say."""
    count_all()
    stored = Credit.objects.filter(member=member).values().first() or {}
    rows = figures_of([member.pk])[member.pk]
    assert {key: value for key, value in stored.items() if key in rows} == dict(rows)
    return int(stored.get(name, 0))


def test_every_verb_that_changes_a_figure_lets_it_be_counted(asked, alice, bob, mona, triaged):
    assert figure(alice, "posts") == 1
    said = reply(thread=asked, author=bob, body="Ask twice.", language="en")
    assert (figure(bob, "posts"), figure(bob, "posts_en")) == (1, 1)
    vote(thread=asked, member=alice)
    assert figure(alice, "votes_received") == 0, "one's own voice"
    vote(thread=asked, member=bob)
    assert (figure(alice, "votes_received"), figure(alice, "liked")) == (1, 1)
    take_back_vote(thread=asked, member=bob)
    assert (figure(alice, "votes_received"), figure(alice, "liked")) == (0, 0)
    vote_for_reply(reply=said, member=alice)
    accept_answer(reply=said, by=alice)
    assert (figure(bob, "liked"), figure(bob, "answers_accepted")) == (1, 1)
    other = reply(thread=asked, author=mona, body="Or once.")
    accept_answer(reply=other, by=alice)
    assert (figure(bob, "answers_accepted"), figure(mona, "answers_accepted")) == (0, 1)
    take_back_answer(reply=other)
    assert figure(mona, "answers_accepted") == 0

    case = triaged(author=alice)
    vote(thread=case.report.thread, member=bob)
    assert (figure(alice, "reports"), figure(bob, "reproduced")) == (1, 0)
    accept_report(case=case, by=mona, labels=["training_signal"])
    assert (figure(alice, "accepted"), figure(bob, "reproduced")) == (1, 1)
    case.refresh_from_db()
    reopen_case(case=case, by=mona)
    assert (figure(alice, "accepted"), figure(bob, "reproduced")) == (0, 0)
    withdraw_thread(thread_id=asked.pk)
    assert (figure(alice, "posts"), figure(bob, "posts")) == (1, 0)


def test_voices_of_new_members_are_counted_and_raise_nobody(asked, alice):
    for number in range(5):
        vote(thread=asked, member=Member.objects.create_user(f"n{number}"))
    assert (figure(alice, "votes_received"), figure(alice, "liked")) == (5, 0)


@pytest.mark.django_db(transaction=True)
def test_eight_workers_count_each_member_right(house, alice, bob):
    asked = submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="How to ask", body="Ask.")
    for number in range(20):
        reply(thread=asked, author=bob, body=f"Answer {number}")
    done = at_once(lambda _: count_credit(limit=5))
    assert all(isinstance(one, int) for one in done), done
    count_all()
    assert not CreditDue.objects.exists()
    assert Credit.objects.get(member=bob).posts == 20


@pytest.fixture
def newcomer(house):
    joined = timezone.now() - timedelta(days=30)
    return Member.objects.create_user("newcomer", date_joined=joined)


def of_use(member: Member, alice: Member, times: int) -> list[Reply]:
    space = Space.objects.get(slug="tips")
    said = []
    for number in range(times):
        asked = submit_thread(author=alice, space=space, title=f"How {number}?", body="How?")
        said.append(reply(thread=asked, author=member, body=f"So {number}."))
        vote_for_reply(reply=said[-1], member=alice)
        Reply.objects.update(created_at=timezone.now() - timedelta(hours=1))
    return said


def level(member: Member) -> int:
    count_all()
    return Member.objects.get(pk=member.pk).trust


def test_a_level_opens_by_use_and_the_member_is_told_once(newcomer, alice):
    assert newcomer.trust == NEW
    of_use(newcomer, alice, NEEDS[KNOWN].posts)
    assert level(newcomer) == KNOWN
    assert Notice.objects.filter(member=newcomer, event="level_1").count() == 1
    CreditDue.objects.create(member=newcomer)
    assert level(newcomer) == KNOWN
    assert Notice.objects.filter(member=newcomer).exclude(event="replied").count() == 1


def test_removed_posts_cost_a_level_and_are_forgiven_after_a_season(newcomer, alice, mona):
    said = of_use(newcomer, alice, NEEDS[REGULAR].posts)
    assert level(newcomer) == REGULAR
    for one in said[:2]:
        Hold.objects.create(
            reply=one, author=newcomer, reason="flood", group="x", state="removed", decided_by=mona, decided_at=timezone.now()
        )
    CreditDue.objects.create(member=newcomer)
    assert level(newcomer) == NEW
    assert Notice.objects.filter(member=newcomer, event="level_down").exists()
    long_ago = timezone.now() - timedelta(days=100)
    Hold.objects.update(decided_at=long_ago)
    Credit.objects.update(counted_at=long_ago)
    assert note_old_figures() >= 1, "the calendar alone moves levels"
    assert level(newcomer) == REGULAR


def test_a_pinned_level_stays_until_it_is_let_go(newcomer, alice, mona):
    pin_trust(member=newcomer, level=REGULAR, by=mona, reason="Known from the pilot.")
    assert level(newcomer) == REGULAR
    of_use(newcomer, alice, 3)
    assert level(newcomer) == REGULAR
    assert unpin_trust(member=newcomer)
    assert not unpin_trust(member=newcomer)
    assert level(newcomer) == KNOWN


def test_a_moderator_pins_on_a_page_and_nobody_else(newcomer, alice, mona, signed_in):
    path = reverse("community:pin_trust", args=[newcomer.pk])
    assert signed_in(alice).get(path).status_code == 404
    assert signed_in(alice).post(path, {"level": "3", "reason": "x"}).status_code == 404
    browser = signed_in(mona)
    assert browser.post(path, {"level": "2", "reason": ""}).status_code == 422
    assert browser.post(path, {"level": "2", "reason": "A colleague."}).status_code == 302
    assert TrustPin.objects.get().reason == "A colleague."
    assert "A colleague." in browser.get(path).content.decode()
    assert browser.post(path, {"unpin": "1"}).status_code == 302
    assert not TrustPin.objects.exists()


def test_the_page_of_ones_standing_says_what_is_wanting(newcomer, mona, signed_in):
    page = signed_in(newcomer).get(reverse("community:settings_standing")).content.decode()
    assert "post links to other sites" in page
    assert "0 / 2" in page
    page = signed_in(mona).get(reverse("community:settings_standing")).content.decode()
    assert "Still wanting" not in page
    assert mona.trust < TRUSTED, "the role is what counts"


def test_a_profile_asks_eight_times_at_most(asked, alice, bob, signed_in, django_assert_max_num_queries):
    vote(thread=asked, member=bob)
    count_all()
    browser = signed_in(bob)
    # session, reader, member with figures, threads, whether it is followed, badges, the funnel, the bell
    with django_assert_max_num_queries(8):
        page = browser.get(reverse("community:profile", args=["alice"]))
    assert "votes received" in page.content.decode()
