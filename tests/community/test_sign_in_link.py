"""A link signs one person in, once, within a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from community.models import SignInLink
from community.sign_in_link import make_sign_in_link, use_sign_in_link
from tests.at_once import at_once


def token_of(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


@pytest.mark.django_db
def test_looking_at_a_link_uses_nothing_up_and_its_button_signs_in_once(client, mona):
    path = make_sign_in_link(member=mona)
    assert client.get(path).status_code == 200
    assert client.get(path).status_code == 200
    assert "_auth_user_id" not in client.session

    client.post(path)
    assert client.session["_auth_user_id"] == str(mona.pk)
    late = Client()
    assert late.post(path).status_code == 410
    assert late.get(path).status_code == 410
    assert "_auth_user_id" not in late.session


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_press_it_at_once_one_is_signed_in(mona):
    token = token_of(make_sign_in_link(member=mona))
    won = [member for member in at_once(lambda _n: use_sign_in_link(token=token)) if member is not None]
    assert won == [mona]


@pytest.mark.django_db
def test_a_link_ends_after_a_day(mona):
    token = token_of(make_sign_in_link(member=mona))
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert use_sign_in_link(token=token) is None


@pytest.mark.django_db
def test_a_new_link_ends_the_one_before(mona):
    before = token_of(make_sign_in_link(member=mona))
    make_sign_in_link(member=mona)
    assert use_sign_in_link(token=before) is None


@pytest.mark.django_db
def test_the_token_itself_is_not_stored(mona):
    token = token_of(make_sign_in_link(member=mona))
    assert token not in str(SignInLink.objects.values().get())


@pytest.mark.django_db
def test_a_member_who_was_shut_out_is_not_signed_in(client, mona):
    path = make_sign_in_link(member=mona)
    mona.is_active = False
    mona.save()
    client.post(path)
    assert client.get("/notifications/").status_code == 302  # to the page that signs in
