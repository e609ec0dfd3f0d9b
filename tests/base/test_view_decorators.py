"""Who was signed out while they wrote gets their words back, but only what our own page sent."""

from __future__ import annotations

import pytest
from django.test import Client

WORDS = {"title": "A long thought", "body": "which took an hour"}
pytestmark = pytest.mark.django_db


def test_a_reader_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(client):
    answer = client.get("/t/new/?space=tips")
    assert answer.status_code == 302
    assert answer.url.endswith("?next=/t/new/%3Fspace%3Dtips")


def test_words_sent_by_somebody_signed_out_come_back_whole(client, house):
    answer = client.post("/t/new/", WORDS, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert all(word in page for word in WORDS.values())


def test_a_form_with_an_old_token_comes_back_whole(alice):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
    answer = browser.post("/t/new/", {**WORDS, "csrfmiddlewaretoken": "old"}, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert all(word in page for word in WORDS.values())
    assert 'value="old"' not in page


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Referer": "https://evil.example/t/new/"}]
)
def test_what_another_site_sent_is_never_offered_again(client, headers, house):
    answer = client.post("/t/new/", WORDS, headers=headers)
    assert answer.status_code == 403
    assert "A long thought" not in answer.content.decode()


def test_secrets_are_typed_again_and_nothing_is_kept_by_a_cache(house):
    browser = Client(enforce_csrf_checks=True)
    sent = {"login": "alice", "password": "four horses on a bridge", "code": "123456"}
    answer = browser.post("/accounts/login/", sent, headers={"Origin": "http://testserver"})
    page = answer.content.decode()
    assert "alice" in page
    assert "four horses" not in page
    assert "123456" not in page
    assert "no-store" in answer["Cache-Control"]


def test_the_way_back_stays_here(client, house):
    referer = "http://testserver//evil.example/"
    page = client.post("/t/new/", WORDS, headers={"Referer": referer}).content.decode()
    assert 'href="/evil.example/"' in page
    assert 'href="//evil.example/"' not in page
