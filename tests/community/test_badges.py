"""Badges are few, each given once for something that came of it, and shown with what it was for to who may read that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from community.badges import BADGES, BY_CODE, earned
from community.count_credit import count_credit
from community.credit_queries import HOLDERS
from community.models import BadgeAward, Credit, CreditDue, Member, Notice, Space, Thread
from community.reply import reply
from community.submit_thread import submit_thread
from config.env import ROOT
from feedback.present import words_of
from moderation.accept_report import accept_report
from moderation.reopen_case import reopen_case

pytestmark = pytest.mark.django_db
NOTHING = {field.name: 0 for field in Credit._meta.concrete_fields if field.name not in {"member", "counted_at"}}


def count_all() -> None:
    while count_credit():
        pass


def test_there_are_few_and_each_has_a_figure_an_icon_and_a_reason():
    assert len(BADGES) <= 12
    assert len(BY_CODE) == len(BADGES)
    icons = (ROOT / "static" / "img" / "icons.svg").read_text()
    for badge in BADGES:
        assert f'id="{badge.icon}"' in icons
        assert badge.of in NOTHING or badge.of in {"both", "year"}
        assert len(badge.code) <= BadgeAward._meta.get_field("badge").max_length


def test_being_here_alone_earns_nothing():
    assert earned({**NOTHING, "posts": 10_000, "posts_en": 10_000}, days=4000) == []
    assert [one.code for one in earned({**NOTHING, "liked": 1}, days=365)] == ["year"]
    assert [one.code for one in earned({**NOTHING, "posts_en": 5, "posts_zh": 5}, days=1)] == ["both"]


@pytest.fixture
def accepted(triaged, alice, mona):
    case = triaged(author=alice)
    accept_report(case=case, by=mona, labels=["training_signal"])
    count_all()
    return case


def test_the_first_accepted_report_is_a_badge_told_once_and_kept(accepted, alice, mona):
    award = BadgeAward.objects.get(member=alice)
    assert (award.badge, award.thread_id) == ("accepted", accepted.pk)
    notice = Notice.objects.get(member=alice, event="badge")
    assert words_of(notice) == "A badge for you: First signal"
    accepted.refresh_from_db()
    reopen_case(case=accepted, by=mona)
    CreditDue.objects.create(member=alice)
    count_all()
    assert BadgeAward.objects.filter(member=alice).count() == 1
    assert Notice.objects.filter(member=alice, event="badge").count() == 1


def test_a_profile_shows_what_it_was_for_to_those_who_may_read_it(accepted, alice, bob, signed_in, client):
    path = reverse("community:profile", args=["alice"])
    title = accepted.report.thread.title
    page = client.get(path).content.decode()
    assert "First signal" in page
    assert page.count(title) == 2, "the badge and the list"
    Thread.objects.filter(pk=accepted.pk).update(visibility="team")
    for browser in (client, signed_in(bob)):
        page = browser.get(path).content.decode()
        assert "First signal" in page
        assert title not in page


def test_the_list_leads_to_who_has_each_page_by_page(accepted, client, django_assert_max_num_queries):
    page = client.get(reverse("community:badges")).content.decode()
    assert all(str(badge.name) in page for badge in BADGES)
    members = Member.objects.bulk_create([Member(username=f"m{number}") for number in range(HOLDERS + 5)])
    BadgeAward.objects.bulk_create([BadgeAward(member=member, badge="accepted") for member in members])
    with django_assert_max_num_queries(2):
        first = client.get(reverse("community:badge", args=["accepted"]))
    assert len(first.context["awards"]) == HOLDERS
    rest = client.get(reverse("community:badge", args=["accepted"]) + first.context["older_url"])
    assert [award.member.username for award in rest.context["awards"]][-1] == "alice"
    assert client.get(reverse("community:badge", args=["nothing"])).status_code == 404
    assert "Nobody has it yet" in client.get(reverse("community:badge", args=["year"])).content.decode()


def test_who_came_from_elsewhere_gets_none(triaged, mona):
    from community.create_member import member_from_elsewhere

    case = triaged(author=member_from_elsewhere(source="forum", source_id="1", name="zoe"))
    accept_report(case=case, by=mona, labels=["bug_report"])
    count_all()
    assert not BadgeAward.objects.exists()
    assert Credit.objects.aggregate(most=Max("accepted"))["most"] == 1


def test_a_year_is_counted_by_the_calendar(accepted, alice):
    Member.objects.filter(pk=alice.pk).update(date_joined=timezone.now() - timedelta(days=366))
    CreditDue.objects.create(member=alice)
    count_all()
    assert BadgeAward.objects.filter(member=alice, badge="year").exists()


def test_who_is_new_is_shown_how_to_begin_until_it_is_done_or_closed(alice, bob, signed_in):
    eve = Member.objects.create_user("eve")
    browser, front = signed_in(eve), reverse("community:discover")
    page = browser.get(front).content.decode()
    assert "How to begin" in page
    assert "badge--good" not in page.split("How to begin")[1].split("</section>")[0]
    asked = submit_thread(author=eve, space=Space.objects.get(slug="tips"), title="How?", body="How?")
    assert browser.get(front).content.decode().split("How to begin")[1].split("</section>")[0].count("badge--good") == 1
    reply(thread=asked, author=bob, body="So.")
    Notice.objects.filter(member=eve).update(read_at=timezone.now())
    assert browser.get(front).content.decode().split("How to begin")[1].split("</section>")[0].count("badge--good") == 2
    browser.post(reverse("community:close_welcome"))
    assert "How to begin" not in browser.get(front).content.decode()
    Member.objects.filter(pk=alice.pk).update(trust=2)
    assert "How to begin" not in signed_in(alice).get(front).content.decode()


def test_moderators_see_who_writes_for_the_first_time(alice, mona, signed_in):
    eve = Member.objects.create_user("eve")
    asked = submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="How?", body="How?")
    first, second = (reply(thread=asked, author=eve, body=f"Like this, {number}.") for number in range(2))
    assert (first.is_first, second.is_first) == (True, False)
    page = reverse("community:thread", args=[asked.pk])
    assert signed_in(mona).get(page).content.decode().count("their first post") == 1
    assert "their first post" not in signed_in(alice).get(page).content.decode()
    assert "New here?" in signed_in(eve).get(reverse("community:new_thread")).content.decode()
    assert "New here?" not in signed_in(alice).get(reverse("community:new_thread")).content.decode()
