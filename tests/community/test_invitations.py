"""Invitations: who may give how many, that each is used once, and the tree of who came by whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community import site_rules
from community.change_site import change_site
from community.create_member import create_member
from community.erase_member import leave
from community.export_parts import parts_of
from community.grant_invitations import grant_invitations
from community.invitations import find_invitation, invitations_left, shown_branch
from community.invite import NoneLeft, invite
from community.models import Arrival, AuditEntry, Invitation, Member
from community.revoke_invitations import revoke_branch
from community.use_invitation import use_invitation
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(house):
    return create_member(name="ada", role="admin")


@pytest.fixture
def closed(ada):
    cache.clear()
    change_site(by=ada, joining="invited", percent=0, reading="everyone")
    site_rules.keep(None)
    return ada


@pytest.fixture
def known(alice):
    """Alice, who has been here long enough to invite."""
    Member.objects.filter(pk=alice.pk).update(trust=2)
    alice.refresh_from_db()
    return alice


def sign_up(browser: Client, name: str) -> bool:
    browser.post(reverse("account_signup"), {"username": name, "password1": "four horses on a bridge"})
    return Member.objects.filter(username=name).exists()


def come(path: str, name: str) -> bool:
    browser = Client()
    browser.post(path)
    return sign_up(browser, name)


def bring(inviter: Member, name: str) -> Member:
    """A member who came by an invitation of `inviter`."""
    member = create_member(name=name)
    invitation = find_invitation(invite(inviter=inviter).split("/")[2])
    assert invitation
    assert use_invitation(invitation_id=invitation.pk, member=member)
    return member


def test_an_invitation_lets_in_as_many_as_it_says(closed, known):
    path = invite(inviter=known, max_uses=2)
    assert "alice" in Client().get(path).content.decode()
    assert come(path, "one")
    assert come(path, "two")
    assert not come(path, "three")
    assert Client().get(path).status_code == 410
    assert set(Arrival.objects.values_list("member__username", flat=True)) == {"one", "two"}


def test_looking_at_a_link_uses_nothing_up(closed, known):
    path = invite(inviter=known)
    for _look in range(3):
        assert Client().get(path).status_code == 200
    assert Invitation.objects.get().uses == 0


def test_only_a_hash_of_the_token_is_kept(known):
    token = invite(inviter=known).split("/")[2]
    kept = Invitation.objects.values_list().get()
    assert token not in str(kept)


@pytest.mark.parametrize("change", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(1)}])
def test_an_invitation_that_has_ended_lets_nobody_in(closed, known, change):
    path = invite(inviter=known)
    browser = Client()
    browser.post(path)
    Invitation.objects.update(**change)
    assert Client().get(path).status_code == 410
    assert not sign_up(browser, "late"), "not even who had opened it before"


def test_the_number_follows_the_level_and_what_was_granted(alice, known, ada, mona):
    assert invitations_left(Member(trust=0, pk=0)) == 0
    assert invitations_left(known) == 5
    invite(inviter=known, max_uses=3)
    assert invitations_left(known) == 2
    with pytest.raises(NoneLeft):
        invite(inviter=known, max_uses=3)
    grant_invitations(member=known, count=10, by=ada)
    assert invitations_left(known) == 12
    Invitation.objects.update(revoked_at=timezone.now())
    assert invitations_left(known) == 15, "what nobody used comes back"
    assert invitations_left(mona) == 20
    assert invitations_left(ada) is None


def test_a_page_makes_shows_and_ends_them(signed_in, known, bob):
    browser = signed_in(known)
    assert browser.post(reverse("community:invitations"), {"max_uses": "6"}).status_code == 422
    page = browser.post(reverse("community:invitations"), {"max_uses": "1", "note": "for Carol"}).content.decode()
    assert "/join/" in page
    assert "/join/" not in browser.get(reverse("community:invitations")).content.decode(), "shown once"
    invitation = Invitation.objects.get()
    end = reverse("community:revoke_invitation", args=[invitation.pk])
    assert signed_in(bob).post(end).status_code == 404
    browser.post(end)
    invitation.refresh_from_db()
    assert invitation.revoked_at
    assert 'name="max_uses"' not in signed_in(bob).get(reverse("community:invitations")).content.decode(), "too new"


def test_a_branch_is_seen_and_its_open_invitations_ended_in_one_step(signed_in, ada, mona, bob):
    eve = bring(ada, "eve")
    Member.objects.filter(pk=eve.pk).update(trust=3)
    eve.refresh_from_db()
    child = bring(eve, "child")
    Member.objects.filter(pk=child.pk).update(trust=3)
    child.refresh_from_db()
    bring(child, "grandchild")
    invite(inviter=child, max_uses=3)
    invite(inviter=eve)
    outside = find_invitation(invite(inviter=ada).split("/")[2])
    page = reverse("community:invited", args=["eve"])
    assert signed_in(bob).get(page).status_code == 404
    text = signed_in(mona).get(page).content.decode()
    assert "child" in text
    assert "grandchild" in text
    seats = [(seat.member.username, seat.depth, seat.by) for seat in shown_branch(ada).seats]
    assert seats == [("eve", 1, "ada"), ("child", 2, "eve"), ("grandchild", 3, "child")]
    assert signed_in(mona).post(page, {"revoke": "1"}).status_code == 302
    assert not Invitation.objects.filter(inviter__in=[eve, child], revoked_at=None).exists()
    assert outside
    outside.refresh_from_db()
    assert outside.revoked_at is None, "of other branches nothing is ended"
    assert AuditEntry.objects.get(subject="invitation").by == mona
    assert revoke_branch(root=eve, by=mona) == 0, "twice is once"


def test_only_administrators_give_more(signed_in, known, mona, ada):
    page = reverse("community:invited", args=["alice"])
    signed_in(mona).post(page, {"count": "5"})
    assert invitations_left(known) == 5
    signed_in(ada).post(page, {"count": "5"})
    assert invitations_left(known) == 10


def test_who_leaves_lets_nobody_in_any_more_and_stays_in_the_tree_as_a_number(ada, known):
    friend = bring(known, "friend")
    invite(inviter=known, note="for my sister Carol")
    grant_invitations(member=known, count=1, by=ada)
    leave(member=known, erase=True)
    assert not Invitation.objects.filter(revoked_at=None, note="").exclude(revoked_at=None).exists()
    assert not Invitation.objects.filter(inviter=known, revoked_at=None).exists()
    assert not Invitation.objects.exclude(note="").exists()
    assert shown_branch(friend).by.username == f"former member {known.pk}"
    assert not AuditEntry.objects.filter(name="alice").exists()


def test_all_of_it_can_be_downloaded(ada, known):
    bring(known, "friend")
    rows = {one.name: list(one.rows) for one in parts_of(known)}
    assert rows["invitations"][0]["uses"] == 1
    assert "token_sha256" not in rows["invitations"][0]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_come_by_one_invitation_at_once_one_gets_in(known):
    invite(inviter=known)
    invitation = Invitation.objects.get()
    members = [create_member(name=f"m{number}") for number in range(6)]
    won = at_once(lambda number: use_invitation(invitation_id=invitation.pk, member=members[number]), threads=6)
    assert sorted(won) == [False] * 5 + [True]
    invitation.refresh_from_db()
    assert invitation.uses == Arrival.objects.count() == 1
