"""Who reads a space, who writes in it, and what is said where nobody does."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from base.text.language import detect_language
from community.access import open_now, visible_threads
from community.models import Group, GroupMember, Reply, Space, Thread
from community.space_rules import why_no_reply, why_no_talk
from community.submit_thread import submit_thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def tips(house):
    return Space.objects.get(slug="tips")


def change(space: Space, **rules: object) -> None:
    Space.objects.filter(pk=space.pk).update(**rules)


def talk_in(browser: Client, slug: str):
    return browser.post(reverse("community:new_thread"), {"space": slug, "title": "Hello", "body": "A word."})


def test_announcements_are_written_by_the_team_and_answered_by_all(signed_in, alice, mona):
    assert talk_in(signed_in(alice), "announcements").status_code == 422
    assert not Thread.objects.exists()
    assert talk_in(signed_in(mona), "announcements").status_code == 302
    thread = Thread.objects.get()
    answer = signed_in(alice).post(reverse("community:reply", args=[thread.pk]), {"body": "Good news."})
    assert answer.status_code == 302
    assert Reply.objects.get().body == "Good news."


def test_only_spaces_in_which_one_may_write_are_offered(signed_in, alice, mona):
    assert 'value="announcements"' not in signed_in(alice).get(reverse("community:new_thread")).content.decode()
    assert 'value="announcements"' in signed_in(mona).get(reverse("community:new_thread")).content.decode()


def test_a_level_is_asked_for_where_one_is_set(signed_in, alice, mona, tips):
    change(tips, level_needed=2)
    assert talk_in(signed_in(alice), "tips").status_code == 422
    assert "from level 2" in signed_in(alice).get(reverse("community:space", args=["tips"])).content.decode()
    type(alice).objects.filter(pk=alice.pk).update(trust=2)
    assert talk_in(signed_in(alice), "tips").status_code == 302
    assert talk_in(signed_in(mona), "tips").status_code == 302, "whoever has a role counts as trusted"


def test_a_read_only_space_says_why_and_takes_nothing(signed_in, alice, mona, tips):
    thread = submit_thread(author=alice, space=tips, title="Kept", body="As it is.")
    said = Reply.objects.create(thread=thread, author=alice, body="Old.", created_at=thread.created_at)
    change(tips, is_read_only=True, why_read_only_en="Moved to the manual.", why_read_only_zh="已移到手册。")
    for who in (alice, mona):
        browser = signed_in(who)
        for page in (reverse("community:space", args=["tips"]), thread.get_absolute_url()):
            text = browser.get(page).content.decode()
            assert "Moved to the manual." in text
            assert f'action="{reverse("community:reply", args=[thread.pk])}"' not in text
        refused = browser.post(reverse("community:reply", args=[thread.pk]), {"body": "My long answer"})
        assert refused.status_code == 422
        assert "My long answer" in refused.content.decode(), "what was typed comes back"
        for action, pk in (("vote", thread.pk), ("vote_for_reply", said.pk), ("accept_answer", said.pk)):
            assert browser.post(reverse(f"community:{action}", args=[pk])).status_code == 403, action
        assert browser.get(reverse("community:answer", args=[said.pk])).status_code == 403
        assert browser.post(reverse("community:answer", args=[said.pk]), {"body": "My answer"}).status_code == 422
        assert talk_in(browser, "tips").status_code == 422
    thread.refresh_from_db()
    assert (thread.vote_count, thread.accepted_id, Reply.objects.count()) == (0, None, 1)
    visitor = Client(headers={"accept-language": "zh-hans"}).get(thread.get_absolute_url()).content.decode()
    assert "已移到手册。" in visitor


def test_reports_are_closed_like_any_space(signed_in, alice, river):
    change(Space.objects.get(slug="reports"), is_read_only=True, why_read_only_en="Closed for the winter.")
    browser = signed_in(alice)
    assert "Closed for the winter." in browser.get(reverse("feedback:compose")).content.decode()
    given = {"about": "product", "version": "river/1.0", "body": "My words", "consent": "none", "visibility": "public"}
    answer = browser.post(reverse("feedback:compose"), given)
    assert answer.status_code == 422
    assert "My words" in answer.content.decode()
    assert not Thread.objects.exists()


def test_a_group_writes_where_it_is_named(signed_in, alice, bob, tips):
    group = Group.objects.create(name_en="Pilots", name_zh="先行者")
    GroupMember.objects.create(group=group, member=alice)
    change(tips, who_writes="group", who_replies="group", group=group)
    assert talk_in(signed_in(bob), "tips").status_code == 422
    assert talk_in(signed_in(alice), "tips").status_code == 302
    thread = Thread.objects.get()
    assert signed_in(bob).get(thread.get_absolute_url()).status_code == 200, "all may read it"
    assert signed_in(bob).post(reverse("community:reply", args=[thread.pk]), {"body": "x"}).status_code == 422
    assert signed_in(alice).post(reverse("community:reply", args=[thread.pk]), {"body": "x"}).status_code == 302


def test_a_space_that_names_a_group_has_one(tips):
    with pytest.raises(IntegrityError), transaction.atomic():
        change(tips, who_reads="group")


def test_a_visitor_may_never_write(tips):
    from django.contrib.auth.models import AnonymousUser

    assert why_no_talk(tips, AnonymousUser())
    assert why_no_reply(tips, AnonymousUser())


def test_who_leaves_a_group_reads_there_no_more_not_even_below_their_own_words(signed_in, alice, bob, tips):
    group = Group.objects.create(name_en="Pilots", name_zh="先行者")
    seat = GroupMember.objects.create(group=group, member=alice)
    change(tips, who_reads="group", group=group)
    thread = submit_thread(author=alice, space=tips, title="Ours", body="Words.", language=detect_language("Words."))
    assert signed_in(alice).get(thread.get_absolute_url()).status_code == 200
    assert signed_in(bob).get(thread.get_absolute_url()).status_code == 404
    seat.delete()
    assert signed_in(alice).get(thread.get_absolute_url()).status_code == 404


def test_only_the_door_knows_what_is_open():
    """Whoever asks for a visibility or a reader's rule elsewhere has found a second door."""
    from config.env import ROOT

    for room in ("base", "community", "feedback", "moderation", "tuning"):
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" in path.parts or path.name == "access.py":
                continue
            text = path.read_text()
            assert "visibility__in" not in text, path
            assert "__visibility=" not in text, path


@pytest.mark.parametrize("who", ["visitor", "alice", "mona"])
def test_lists_still_read_their_index_by_key(alice, mona, tips, who):
    """With closed spaces there is one more subplan, and no sort of all threads: shown on a plan that may do neither."""
    from django.contrib.auth.models import AnonymousUser

    viewer = {"visitor": AnonymousUser(), "alice": alice, "mona": mona}[who]
    change(tips, who_reads="team")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    plan = Thread.objects.filter(open_now(viewer)).order_by("-active_at", "-pk")[:26].explain()
    assert "thread_feed_active" in plan, plan
    assert "Sort" not in plan, plan
    assert ("SubPlan" in plan) == (who != "mona"), plan
    assert visible_threads(viewer).count() == 0
