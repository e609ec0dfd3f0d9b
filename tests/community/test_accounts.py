"""Signing up, in and back in; what a stranger can learn of it (nothing); and where no mail server is."""

from __future__ import annotations

import re
import statistics
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from community.models import Member
from community.sign_in_link import make_sign_in_link
from community.views.too_many import LIMITS

pytestmark = pytest.mark.django_db
PASSWORD = "four horses on a bridge"


@pytest.fixture(autouse=True)
def no_limits_from_before():
    cache.clear()


@pytest.fixture
def with_mail(settings):
    settings.HAS_MAIL = True
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"


@pytest.fixture
def alice_with_password(alice):
    alice.set_password(PASSWORD)
    alice.email = "alice@example.org"
    alice.save()
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    return alice


def sign_in(browser: Client, login: str, password: str = PASSWORD):
    return browser.post(reverse("account_login"), {"login": login, "password": password})


def same_but_for(text: str, *words: str) -> str:
    """A page without its form token and without the words that were typed into it."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    for word in words:
        text = text.replace(word, "…")
    return text


def test_somebody_signs_up_by_name_and_comes_back(client):
    answer = client.post(reverse("account_signup"), {"username": "云端", "password1": PASSWORD})
    assert answer.status_code == 302
    assert Member.objects.get().username == "云端"
    client.post(reverse("account_logout"))
    assert sign_in(client, "云端").status_code == 302
    assert client.session["_auth_user_id"]


@pytest.mark.parametrize("name", ["alice@example.org", "former member 7", "../etc", "-x", "a/b"])
def test_a_name_cannot_be_taken_for_an_address_or_for_somebody_who_left(client, name):
    answer = client.post(reverse("account_signup"), {"username": name, "password1": PASSWORD})
    assert answer.status_code == 200
    assert not Member.objects.exists()


@pytest.mark.parametrize("login", ["alice", "Alice", "alice@example.org", "ALICE@example.org"])
def test_a_name_and_a_proved_address_sign_in(client, alice_with_password, login):
    assert sign_in(client, login).status_code == 302


def test_an_address_that_nobody_proved_signs_nobody_in(client, alice_with_password):
    EmailAddress.objects.update(verified=False)
    assert sign_in(client, "alice@example.org").status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_is_answered_alike_for_known_and_unknown_names(client, alice_with_password):
    for known, unknown in (("alice", "nobody-at-all"), ("alice@example.org", "nobody@example.org")):
        pages = [same_but_for(sign_in(client, name, "wrong").content.decode(), name) for name in (known, unknown)]
        assert pages[0] == pages[1]


def test_a_wrong_password_hashes_once_whoever_is_asked_for(client, alice_with_password, monkeypatch, settings):
    """The hash is nearly all of the time an answer takes; counted, since a shared machine's clock proves little."""
    from django.contrib.auth import hashers

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    alice_with_password.set_password(PASSWORD)
    alice_with_password.save()
    Member.objects.create(username="unusable", password="!")
    done: list[str] = []
    encode = hashers.PBKDF2PasswordHasher.encode

    def counted(self, password, salt, iterations=None):
        done.append(password)
        return encode(self, password, salt, iterations)

    monkeypatch.setattr(hashers.PBKDF2PasswordHasher, "encode", counted)
    times = {}
    for login in ("alice", "nobody", "unusable", "alice@example.org", "nobody@example.org"):
        done.clear()
        began = time.perf_counter()
        sign_in(client, login, "wrong")
        times[login] = time.perf_counter() - began
        assert len(done) == 1, login
    middle = statistics.median(times.values())
    assert all(0.4 * middle < seconds < 2.5 * middle for seconds in times.values()), times


def test_signing_up_with_a_known_address_looks_like_with_a_new_one(alice_with_password, with_mail):
    answers = []
    for name, address in (("eve", "alice@example.org"), ("eva", "new@example.org")):
        browser = Client()
        answer = browser.post(reverse("account_signup"), {"username": name, "password1": PASSWORD, "email": address})
        answers.append((answer.status_code, answer["Location"], len(mail.outbox)))
        mail.outbox.clear()
    assert answers == [(302, "/", 1), (302, "/", 1)]
    assert sign_in(Client(), "alice@example.org").status_code == 302  # and the owner's address is still hers


def test_asking_for_a_new_password_looks_alike_for_known_and_unknown_addresses(alice_with_password, with_mail):
    seen = []
    for address in ("alice@example.org", "nobody@example.org"):
        answer = Client().post(reverse("account_reset_password"), {"email": address}, follow=True)
        seen.append(same_but_for(answer.content.decode(), address))
        assert len(mail.outbox) == 1
        assert mail.outbox.pop().to == [address]
    assert seen[0] == seen[1]


def test_a_page_of_somebody_who_left_is_like_one_of_nobody(client, alice):
    from community.make_anonymous import make_anonymous

    make_anonymous(member=alice)
    gone = client.get(reverse("community:profile", args=[f"former member {alice.pk}"]))
    before = client.get(reverse("community:profile", args=["alice"]))
    never = client.get(reverse("community:profile", args=["nobody"]))
    assert gone.status_code == before.status_code == never.status_code == 404
    assert same_but_for(before.content.decode(), "alice") == same_but_for(never.content.decode(), "nobody")


def test_without_mail_nothing_waits_for_a_mail(client, alice_with_password):
    page = client.get(reverse("account_reset_password")).content.decode()
    assert "sends no mail" in page
    assert "sign-in link" in page
    assert 'type="email"' not in page
    done = client.post(reverse("account_reset_password"), {"email": "alice@example.org"}, follow=True)
    assert "Nothing was sent" in done.content.decode()
    sign_in(client, "alice")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    added = client.post(reverse("account_email"), {"action_add": "", "email": "second@example.org"}, follow=True)
    assert "second@example.org" in added.content.decode()
    assert "onfirmation" not in added.content.decode()
    assert mail.outbox == []


def test_mails_are_written_in_the_readers_language(client, alice_with_password, with_mail):
    Member.objects.filter(pk=alice_with_password.pk).update(language="zh-hans")
    client.post(reverse("account_reset_password"), {"email": "alice@example.org"})
    assert re.search(r"[\u4e00-\u9fff]", mail.outbox[0].subject + mail.outbox[0].body)


def test_a_mail_server_that_refuses_breaks_nothing_and_is_told_of(client, with_mail, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    for known in (False, True):
        if known:
            Member.objects.create(username="x", email="x@example.org")
        answer = client.post(reverse("account_reset_password"), {"email": "x@example.org"}, follow=True)
        assert answer.status_code == 200
        assert "did not take our mail" in answer.content.decode()


def test_the_language_chosen_holds_from_signing_in_on(client, alice_with_password):
    Member.objects.filter(pk=alice_with_password.pk).update(language="zh-hant")
    assert sign_in(client, "alice").cookies["django_language"].value == "zh-hant"
    by_link = Client()
    assert by_link.post(make_sign_in_link(member=alice_with_password)).cookies["django_language"].value == "zh-hant"


def test_one_time_codes_are_asked_for_and_their_seed_is_stored_encrypted(client, alice_with_password):
    sign_in(client, "alice")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(kept.data)
    assert Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES).exists()

    late = Client()
    assert sign_in(late, "alice")["Location"].startswith(reverse("mfa_authenticate"))
    assert "_auth_user_id" not in late.session
    cache.clear()  # a code is used once; the next half minute would bring another
    late.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert late.session["_auth_user_id"] == str(alice_with_password.pk)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_every_way_in_is_listed_as_a_session_that_its_member_alone_can_end(client, alice_with_password, bob, signed_in):
    sign_in(client, "alice")
    by_link = Client()
    by_link.post(make_sign_in_link(member=alice_with_password))
    sessions = list(UserSession.objects.filter(user=alice_with_password).order_by("pk"))
    assert len(sessions) == 2
    path = reverse("community:end_session", args=[sessions[1].pk])
    assert signed_in(bob).post(path).status_code == 404
    assert client.post(path).status_code == 302
    assert by_link.get(reverse("community:settings")).status_code == 302  # to the page that signs in
    assert client.get(reverse("community:settings")).status_code == 200


def test_a_moderator_helps_members_in_but_rises_by_no_link(signed_in, mona, alice, dana):
    desk = signed_in(mona)
    page = desk.post(reverse("community:settings_links"), {"name": "alice"}).content.decode()
    link = re.search(r"http://testserver(/in/[\w-]+/)", page)
    assert link
    browser = Client()
    browser.post(link[1])
    assert browser.session["_auth_user_id"] == str(alice.pk)
    assert desk.post(reverse("community:settings_links"), {"name": "dana"}).status_code == 403
    assert signed_in(alice).get(reverse("community:settings_links")).status_code == 404


def test_too_many_tries_are_told_how_long_to_wait(client):
    path = reverse("account_reset_password")
    answers = [client.post(path, {"email": "a@example.org"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert 50 <= int(answers[-1]["Retry-After"]) <= 60
    assert f"{answers[-1]['Retry-After']} seconds" in answers[-1].content.decode()


def test_guessing_a_password_is_stopped_alike_for_known_and_unknown_names(alice_with_password):
    for name in ("alice", "nobody"):
        cache.clear()
        browser = Client()
        pages = [sign_in(browser, name, f"guess {n}").content.decode() for n in range(6)]
        assert "Too many" not in pages[4]
        assert "Too many" in pages[5]


def test_every_page_with_a_limit_has_a_time_to_tell():
    from django.urls import get_resolver

    known = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    own = {"export_member", "leave", "settings_mail", "join", "waiting", "invitations"}
    assert set(LIMITS) - own <= known
