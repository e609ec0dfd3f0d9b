"""The pages of settings: language and time zone, test mail, and a company's single sign-on."""

from __future__ import annotations

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from community.change_settings import change_settings
from community.create_member import create_member
from community.models import DigestPlan, Member, Notice
from community.plan_digest import plan_digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(house):
    cache.clear()
    return create_member(name="ada", role="admin", email="ada@example.org")


def test_what_a_member_chooses_is_kept_and_said_in_their_language(signed_in, alice):
    chosen = {"language": "zh-hans", "time_zone": "Asia/Shanghai", "about": "我报告。"}
    answer = signed_in(alice).post(reverse("community:settings"), chosen)
    assert answer.cookies["django_language"].value == "zh-hans"
    alice.refresh_from_db()
    assert (alice.language, alice.time_zone, alice.about) == ("zh-hans", "Asia/Shanghai", "我报告。")


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"time_zone": "Mars/Olympus"}, {"about": "x" * 1001}])
def test_what_is_not_offered_is_not_kept(signed_in, alice, wrong):
    assert signed_in(alice).post(reverse("community:settings"), wrong).status_code == 422


def test_times_are_shown_in_the_members_zone_and_in_nobody_elses(signed_in, client, alice, bob):
    change_settings(member=alice, language="", time_zone="Asia/Shanghai", about="")
    for member in (alice, bob):
        Notice.objects.create(member=member, event="replied", detail={"by": "x", "title": "y"}, key="1")
    Notice.objects.update(created_at=datetime(2026, 1, 1, 20, 0, tzinfo=UTC))
    pages = [signed_in(member).get(reverse("community:notifications")).content.decode() for member in (alice, bob)]
    assert "2026-01-02T04:00:00+08:00" in pages[0]
    assert "2026-01-01T20:00:00+00:00" in pages[1]


def test_a_digest_comes_in_the_morning_of_the_new_zone(alice):
    before = plan_digest(member=alice, every="day").digest_due_at
    change_settings(member=alice, language="", time_zone="Pacific/Auckland", about="")
    after = DigestPlan.objects.get(member=alice)
    assert after.every == "day"
    assert after.digest_due_at != before


@pytest.mark.parametrize("name", ["settings", "settings_sign_in", "settings_privacy", "settings_mail", "settings_links"])
def test_strangers_are_sent_to_sign_in(client, name):
    assert client.get(reverse(f"community:{name}"))["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_set_password",
        "usersessions_list",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_activate_totp",
    ],
)
def test_every_page_about_the_account_opens(signed_in, alice, name):
    assert signed_in(alice).get(reverse(name)).status_code == 200


# Test mail


class Answers(socketserver.StreamRequestHandler):
    """A mail server of a few lines: it speaks SMTP, and refuses whom the test says."""

    def handle(self) -> None:
        self.say("220 mail.test ready")
        while line := self.rfile.readline().decode().strip():
            match line.split()[0].upper():
                case "EHLO":
                    self.say("250 mail.test")
                case "RCPT" if "refused" in line:
                    self.say("550 5.1.1 no such box")
                case "DATA":
                    self.say("354 go on")
                    body = []
                    while (part := self.rfile.readline()) != b".\r\n":
                        body.append(part)
                    self.server.got.append(b"".join(body).decode())
                    self.say("250 2.0.0 queued as 4711")
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@contextmanager
def running(server) -> Iterator[int]:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def mail_server(settings):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answers)
    server.got = []
    with running(server) as port:
        settings.HAS_MAIL, settings.EMAIL_HOST, settings.EMAIL_PORT = True, "127.0.0.1", port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server


def test_a_test_mail_shows_the_servers_answers(signed_in, ada, mail_server):
    page = signed_in(ada).post(reverse("community:settings_mail"), {"to": "ada@example.org"}).content.decode()
    assert "The server took the mail" in page
    assert "250 2.0.0 queued as 4711" in page
    assert "To: ada@example.org" in mail_server.got[0]


def test_a_refusal_is_shown_in_plain_words_and_in_the_servers(signed_in, ada, mail_server):
    page = signed_in(ada).post(reverse("community:settings_mail"), {"to": "refused@example.org"}).content.decode()
    assert "does not take mail for this address" in page
    assert "550 5.1.1 no such box" in page
    assert mail_server.got == []


def test_a_server_that_is_not_there_is_said_so(signed_in, ada, mail_server, settings):
    settings.EMAIL_PORT = 1
    page = signed_in(ada).post(reverse("community:settings_mail"), {"to": "ada@example.org"}).content.decode()
    assert "Nothing listens at 127.0.0.1:1" in page


def test_without_mail_the_page_says_how_to_have_it(signed_in, ada):
    page = signed_in(ada).get(reverse("community:settings_mail")).content.decode()
    assert "EMAIL_URL=smtp+tls://" in page
    assert "Send a test mail" not in page


def test_only_administrators_see_the_mail_page(signed_in, mona):
    assert signed_in(mona).get(reverse("community:settings_mail")).status_code == 404


# Single sign-on, against a server that speaks OpenID Connect


class SignOn(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        here = f"http://127.0.0.1:{self.server.server_address[1]}"
        if "openid-configuration" in self.path:
            found = {name: f"{here}/{name}" for name in ("authorization_endpoint", "token_endpoint", "userinfo_endpoint")}
            self.send({**found, "issuer": here, "jwks_uri": f"{here}/keys"})
        else:
            self.send(self.server.person)

    def do_POST(self) -> None:
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append(asked)
        now = int(time.time())
        claims = {**self.server.person, "iss": f"http://127.0.0.1:{self.server.server_address[1]}", "aud": "huiliu"}
        token = jwt.encode({**claims, "iat": now, "exp": now + 60}, "a key that only this server has, 32 bytes", "HS256")
        self.send({"access_token": "granted", "token_type": "Bearer", "id_token": token})

    def send(self, answer: dict) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_args) -> None:
        pass


@pytest.fixture
def sign_on(settings):
    cache.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), SignOn)
    server.asked, server.person = [], {"sub": "4711", "preferred_username": "carol", "email": "carol@example.org"}
    with running(server) as port:
        app = {
            "provider_id": "company",
            "name": "Example Corp",
            "client_id": "huiliu",
            "secret": "s",
            "settings": {"server_url": f"http://127.0.0.1:{port}"},
        }
        settings.HAS_SINGLE_SIGN_ON = True
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        yield server


def come_by(browser: Client):
    away = browser.get(reverse("openid_connect_login", args=["company"]))
    asked = parse_qs(urlsplit(away["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = reverse("openid_connect_callback", args=["company"])
    return browser.get(back, {"code": "c", "state": asked["state"][0]}, follow=True)


def test_a_colleague_comes_in_by_the_companys_sign_on_and_comes_back_as_the_same(sign_on):
    assert "Example Corp" in Client().get(reverse("account_login")).content.decode()
    for _time in range(2):
        browser = Client()
        come_by(browser)
        assert browser.session["_auth_user_id"]
    carol = Member.objects.get()
    assert carol.username == "carol"
    assert not carol.has_usable_password()
    assert sign_on.asked[0]["code_verifier"]
    assert "Example Corp" in browser.get(reverse("socialaccount_connections")).content.decode()


def test_a_sign_on_that_names_a_members_address_does_not_become_that_member(sign_on, alice):
    Member.objects.filter(pk=alice.pk).update(email="carol@example.org")
    browser = Client()
    come_by(browser)
    assert browser.session["_auth_user_id"] != str(alice.pk)


def test_without_a_sign_on_nothing_speaks_of_one(client, signed_in, alice):
    assert "Continue with" not in client.get(reverse("account_login")).content.decode()
    assert "Single sign-on" not in signed_in(alice).get(reverse("community:settings_sign_in")).content.decode()
    assert client.get(reverse("openid_connect_login", args=["company"])).status_code == 404


def test_a_sign_on_that_fails_shows_a_way_back(sign_on):
    page = Client().get(reverse("openid_connect_callback", args=["company"]), {"error": "server_error"})
    assert reverse("account_login") in page.content.decode()


@pytest.mark.django_db
def test_each_way_to_leave_says_what_becomes_of_ones_words(alice, signed_in):
    page = signed_in(alice).get(reverse("community:settings_privacy")).content.decode()
    for way in ("anonymous", "erase"):
        link = page[page.index(reverse("community:leave", args=[way])) :]
        assert f'aria-describedby="about-{way}"' in link[: link.index(">")]
        assert f'id="about-{way}"' in page
    assert f"former member {alice.pk}" in page
