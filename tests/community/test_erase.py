"""Whoever leaves is a number from then on, and takes their words along if they say so. There is no way back."""

from __future__ import annotations

import json
import logging

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db.models import CASCADE
from django.test import Client
from django.urls import reverse

from community.erase_member import LastAdministrator, leave
from community.make_anonymous import STAY, make_anonymous
from community.models import Member, Notice, Reply, Thread
from community.reply import reply
from community.sign_in_link import make_sign_in_link
from community.submit_thread import submit_thread
from community.vote import vote
from feedback.models import Classification, Evidence, Report
from moderation.accept_report import accept_report
from tests.at_once import at_once
from tuning.build_version import build_waiting_version
from tuning.create_recipe import create_recipe
from tuning.models import Row, Tombstone
from tuning.publish_version import publish_written_version
from tuning.request_version import request_version
from tuning.shred_withdrawn import shred_withdrawn

pytestmark = pytest.mark.django_db
PASSWORD = "four horses on a bridge"


@pytest.fixture
def alice_of_old(alice):
    """Alice with all that an account gathers."""
    cache.clear()
    alice.set_password(PASSWORD)
    alice.email, alice.about, alice.first_name = "alice@example.org", "I am Alice.", "Alice"
    alice.save()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    Authenticator.objects.create(user=alice, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0})
    return alice


@pytest.fixture
def browser_of_alice(alice_of_old) -> Client:
    browser = Client()
    browser.post(make_sign_in_link(member=alice_of_old))
    return browser


def in_every_row() -> str:
    """All text of all tables but the classifier's and the site's own."""
    return json.dumps([list(model._base_manager.values()) for model in apps.get_models()], default=str, ensure_ascii=False)


def test_who_becomes_anonymous_leaves_words_and_votes_but_no_trace_of_themselves(alice_of_old, bob, house, browser_of_alice):
    from community.models import Space

    tips = Space.objects.get(slug="tips")
    theirs = submit_thread(author=alice_of_old, space=tips, title="How to ask", body="Ask twice.", language="en")
    bobs = submit_thread(author=bob, space=tips, title="How to listen", body="Listen.", language="en")
    reply(thread=bobs, author=alice_of_old, body="I do.")
    vote(thread=bobs, member=alice_of_old)
    assert Notice.objects.filter(member=bob, detail__by="alice").exists()

    assert make_anonymous(member=alice_of_old)
    gone = Member.objects.get(pk=alice_of_old.pk)
    assert gone.username == f"former member {gone.pk}"
    assert not gone.is_active
    assert not gone.has_usable_password()
    theirs.refresh_from_db()
    bobs.refresh_from_db()
    assert (theirs.title, theirs.state) == ("How to ask", Thread.State.VISIBLE)
    assert (bobs.reply_count, bobs.vote_count) == (1, 1)
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.exists()
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()
    assert browser_of_alice.get(reverse("community:settings")).status_code == 302
    assert "alice" not in in_every_row().lower()
    assert not make_anonymous(member=alice_of_old), "twice is once"


def test_nothing_leads_to_the_page_of_who_has_left(alice_of_old, bob, house, submitted, signed_in, client):
    from community.models import Space

    tips = Space.objects.get(slug="tips")
    theirs = submit_thread(author=alice_of_old, space=tips, title="How to ask", body="Ask twice.", language="en")
    bobs = submit_thread(author=bob, space=tips, title="How to listen", body="Listen.", language="en")
    reply(thread=bobs, author=alice_of_old, body="I do.")
    report = submitted(author=alice_of_old).thread
    make_anonymous(member=alice_of_old)
    name = f"former member {alice_of_old.pk}"
    for address in ("/", *(one.get_absolute_url() for one in (theirs, bobs, report))):
        page = client.get(address).content.decode()
        assert name in page, address
        assert "/m/former" not in page, address
    notices = signed_in(bob).get(reverse("community:notifications")).content.decode()
    assert f"{name} replied" in notices


def test_all_that_belongs_to_an_account_goes_with_it(alice_of_old):
    """By the foreign keys, so that a new table is not forgotten: rows that cascade go, unless they are named in STAY."""
    make_anonymous(member=alice_of_old)
    for relation in Member._meta.related_objects:
        if relation.on_delete is CASCADE and relation.related_model not in STAY:
            assert not relation.related_model.objects.filter(**{relation.field.name: alice_of_old}).exists()


def test_a_form_that_is_not_filled_in_right_does_nothing(browser_of_alice, alice_of_old):
    path = reverse("community:leave", args=["erase"])
    assert "cannot be undone" in browser_of_alice.get(path).content.decode()
    for wrong in ({"name": "alic", "password": PASSWORD}, {"name": "alice", "password": "wrong"}, {"name": "alice"}):
        assert browser_of_alice.post(path, wrong).status_code == 422
    assert Member.objects.get(pk=alice_of_old.pk).left_at is None


def test_the_right_name_and_password_close_the_account_for_good(browser_of_alice, alice_of_old):
    path = reverse("community:leave", args=["anonymous"])
    answer = browser_of_alice.post(path, {"name": "alice", "password": PASSWORD}, follow=True)
    assert "Your account is closed." in answer.content.decode()
    assert Member.objects.get(pk=alice_of_old.pk).left_at
    again = Client().post(reverse("account_login"), {"login": "alice", "password": PASSWORD})
    assert again.status_code == 200


def test_without_a_password_the_name_is_enough_unless_there_is_a_key_to_ask_for(signed_in, bob, alice_of_old):
    path = reverse("community:leave", args=["anonymous"])
    alice_of_old.set_unusable_password()
    alice_of_old.save()
    asked = signed_in(alice_of_old).get(path)
    assert asked["Location"].startswith(reverse("mfa_reauthenticate"))
    assert signed_in(bob).post(path, {"name": "bob"}).status_code == 302
    assert Member.objects.get(pk=bob.pk).left_at


def test_erasing_empties_threads_and_replies_and_counts_what_is_left(alice_of_old, bob, house):
    from community.models import Space

    tips = Space.objects.get(slug="tips")
    theirs = submit_thread(author=alice_of_old, space=tips, title="Secret title", body="Secret body", language="en")
    bobs = submit_thread(author=bob, space=tips, title="Bob's", body="Bob.", language="en")
    reply(thread=bobs, author=alice_of_old, body="Secret answer")
    reply(thread=bobs, author=bob, body="Bob's answer")
    reply(thread=theirs, author=bob, body="To a secret")
    leave(member=alice_of_old, erase=True)
    theirs.refresh_from_db()
    bobs.refresh_from_db()
    assert (theirs.state, theirs.title, theirs.body) == (Thread.State.WITHDRAWN, "", "")
    assert bobs.reply_count == 1
    assert Reply.objects.get(author=alice_of_old).body == ""
    assert "secret title" not in in_every_row().lower()
    assert "secret answer" not in in_every_row().lower()


def test_erasing_withdraws_each_report_and_shreds_its_rows_in_every_dataset(alice_of_old, mona, triaged):
    case = triaged()
    accept_report(case=case, by=mona, labels=["training_signal"])
    recipe = create_recipe(slug="all", name="All", kinds=["sft", "preference", "kto"], languages=[])
    version = request_version(recipe=recipe, by=mona)
    build_waiting_version()
    publish_written_version()
    assert Row.objects.filter(version=version, content__isnull=False).exists()

    leave(member=alice_of_old, erase=True)
    assert Report.objects.get().withdrawn_at
    assert Evidence.objects.get().conversation == []
    assert Classification.objects.filter(is_current=True).get().reasons == []
    shred_withdrawn()
    assert not Row.objects.filter(content__isnull=False).exists()
    assert Tombstone.objects.filter(version=version, reason="withdrawn").exists()
    assert "17 times 23" not in in_every_row()


def test_who_becomes_anonymous_keeps_the_consent_they_gave(alice_of_old, submitted):
    report = submitted()
    leave(member=alice_of_old, erase=False)
    report.refresh_from_db()
    assert report.withdrawn_at is None
    assert report.consent_scope == "training"


def test_the_log_says_what_happened_and_nobodys_name(alice_of_old, caplog):
    with caplog.at_level(logging.INFO):
        leave(member=alice_of_old, erase=True)
    said = [record.getMessage() for record in caplog.records if "member.left" in record.getMessage()]
    assert len(said) == 1
    assert "alice" not in said[0].lower()
    assert "erased" in said[0]


def test_the_last_administrator_cannot_leave(house, signed_in):
    from community.create_member import create_member

    cache.clear()
    only = create_member(name="ada", role="admin")
    with pytest.raises(LastAdministrator):
        leave(member=only, erase=True)
    answer = signed_in(only).post(reverse("community:leave", args=["erase"]), {"name": "ada"}, follow=True)
    assert "only administrator" in answer.content.decode()
    create_member(name="eve", role="admin")
    assert leave(member=only, erase=False)


@pytest.mark.django_db(transaction=True)
def test_of_two_administrators_who_leave_at_once_one_stays(house):
    from community.create_member import create_member

    two = [create_member(name=name, role="admin") for name in ("ada", "eve")]

    def try_to(number):
        try:
            return leave(member=two[number % 2], erase=False)
        except LastAdministrator:
            return False

    at_once(try_to)
    assert Member.objects.filter(role="admin", is_active=True).count() == 1
