"""What is typed waits on the server until it is sent, on every device, for its writer alone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.drafts import draft_of, drafts_of
from community.make_anonymous import make_anonymous
from community.models import Draft, Reply, Space
from community.reply import reply
from community.save_draft import MAX_BYTES, MOST, DraftTooLong, NoSuchPlace, TooManyDrafts, save_draft
from community.submit_thread import submit_thread
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(alice):
    return submit_thread(author=alice, space=Space.objects.get(slug="tips"), title="How to ask", body="Ask twice.")


def keep(browser, place, **fields):
    return browser.post(reverse("community:save_draft"), {"place": place, **fields}, headers={"HX-Request": "true"})


def test_a_draft_is_back_when_its_form_is_opened_elsewhere_and_gone_once_it_is_sent(talk, bob, alice, signed_in):
    telephone, desk = signed_in(bob), signed_in(bob)
    place = f"reply:{talk.pk}"
    assert "Draft kept" in keep(telephone, place, body="Half a thou", form_id="f" * 32).content.decode()
    shown = desk.get(talk.get_absolute_url()).content.decode()
    assert "Half a thou" in shown
    assert "Your draft is back" in shown
    assert "Half a thou" not in signed_in(alice).get(talk.get_absolute_url()).content.decode()
    desk.post(reverse("community:reply", args=[talk.pk]), {"body": "Half a thought.", "form_id": "f" * 32})
    bob.refresh_from_db()
    assert (draft_of(bob, place), bob.draft_count) == (None, 0)
    keep(telephone, place, body="Half a thou", form_id="f" * 32)  # a save that was overtaken
    assert drafts_of(bob) == []
    keep(telephone, place, body="Another", form_id="e" * 32)
    assert len(drafts_of(bob)) == 1


@pytest.mark.parametrize("place", ["thread", "report"])
def test_a_new_talk_and_a_report_come_back_whole(place, bob, river, signed_in):
    browser = signed_in(bob)
    words = {"title": "Herons at noon", "body": "Words", "space": "tips", "conversation": "User: a", "consent": "training"}
    keep(browser, place, **words)
    address = reverse("community:new_thread" if place == "thread" else "feedback:compose")
    shown = browser.get(address).content.decode()
    assert 'value="Herons at noon"' in shown
    assert "Words" in shown
    listed = browser.get(reverse("community:drafts")).content.decode()
    assert f'href="{address}"' in listed
    browser.post(reverse("community:discard_draft"), {"place": place})
    assert "Herons at noon" not in browser.get(address).content.decode()


def test_an_edit_that_was_begun_keeps_the_revision_that_it_began_from(talk, alice, signed_in):
    browser = signed_in(alice)
    keep(browser, f"edit-thread:{talk.pk}", title="How", body="Ask three ti", revision="0")
    shown = browser.get(reverse("community:edit_thread", args=[talk.pk])).content.decode()
    assert "Ask three ti" in shown
    assert 'name="revision" value="0"' in shown


def test_there_is_an_end_to_them_and_it_is_told(bob, signed_in):
    for number in range(1, MOST + 1):
        save_draft(member=bob, place=f"reply:{number}", fields={"body": ["x"]})
    with pytest.raises(TooManyDrafts):
        save_draft(member=bob, place="thread", fields={"body": ["x"]})
    assert save_draft(member=bob, place="reply:1", fields={"body": ["y"]}) is True
    with pytest.raises(DraftTooLong):
        save_draft(member=bob, place="reply:1", fields={"body": ["字" * (MAX_BYTES // 3)]})
    with pytest.raises(NoSuchPlace):
        save_draft(member=bob, place="reply:x", fields={"body": ["x"]})
    assert "50 drafts" in keep(signed_in(bob), "thread", body="x").content.decode()
    assert "200 kB" in keep(signed_in(bob), "reply:1", body="x" * MAX_BYTES).content.decode()
    assert keep(signed_in(bob), "nowhere", body="x").status_code == 404


def test_who_is_signed_out_is_told_and_keeps_typing(client, house):
    answer = keep(client, "thread", body="x")
    assert answer.status_code == 200
    assert "signed out" in answer.content.decode()
    assert not Draft.objects.exists()


def test_nothing_typed_is_no_draft(bob):
    assert save_draft(member=bob, place="thread", fields={"body": [" \n"], "title": [""]}) is False
    save_draft(member=bob, place="thread", fields={"body": ["x"]})
    assert save_draft(member=bob, place="thread", fields={"body": ["x"]}) is False
    save_draft(member=bob, place="thread", fields={"body": [""]})
    assert drafts_of(bob) == []


@pytest.mark.django_db(transaction=True)
def test_eight_places_at_once_are_counted(bob):
    at_once(lambda n: save_draft(member=bob, place=f"reply:{n + 1}", fields={"body": ["x"]}))
    bob.refresh_from_db()
    assert (bob.draft_count, Draft.objects.count()) == (8, 8)


def test_who_leaves_takes_their_drafts_along(bob):
    save_draft(member=bob, place="thread", fields={"body": ["x"]})
    make_anonymous(member=bob)
    bob.refresh_from_db()
    assert (bob.draft_count, Draft.objects.count()) == (0, 0)


def test_a_preview_shows_how_it_will_look_with_and_without_a_script(talk, bob, signed_in):
    browser = signed_in(bob)
    piece = browser.post(reverse("community:preview"), {"body": "**so** @alice"}, headers={"HX-Request": "true"})
    assert "<strong>so</strong>" in piece.content.decode()
    assert 'class="mention"' in piece.content.decode()
    plain = browser.post(reverse("community:reply", args=[talk.pk]), {"body": "**so**", "preview": "1"})
    assert (plain.status_code, Reply.objects.count()) == (200, 0)
    assert "<strong>so</strong>" in plain.content.decode()
    assert ">\n**so**</textarea>" in plain.content.decode()
    new = browser.post(reverse("community:new_thread"), {"title": "T", "body": "**so**", "space": "tips", "preview": "1"})
    assert 'value="T"' in new.content.decode()
    assert "<strong>so</strong>" in new.content.decode()


def test_the_page_of_a_talk_asks_little_with_drafts_and_mentions(talk, bob, signed_in, django_assert_num_queries):
    for number in range(20):
        reply(thread=talk, author=bob, body=f"@alice {number}")
    save_draft(member=bob, place=f"reply:{talk.pk}", fields={"body": ["x"]})
    browser = signed_in(bob)
    browser.get(talk.get_absolute_url())
    # session, member; thread with author, space and group; replies with authors and own voices; own vote, draft and who is
    # mentioned, all in one; unread notices
    with django_assert_num_queries(6):
        browser.get(talk.get_absolute_url())
