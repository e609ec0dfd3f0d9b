"""The widget's door, as a browser on somebody else's page knocks at it; tests/browser/test_widget.py is a real one."""

from __future__ import annotations

import gzip
import time
from dataclasses import replace
from typing import Any

import jwt
import orjson
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from community import site_rules
from community.models import Member, Thread
from feedback.composing.wrong import CODES
from feedback.models import Evidence, Report, WidgetKey
from feedback.widget_key import NoOrigin, create_widget_key, origins_of, secrets_of
from feedback.widget_script import widget_script
from tests.at_once import at_once

pytestmark = pytest.mark.django_db
CHAT = "https://chat.example.org"
ID = "0123456789abcdef0123456789abcdef"


def judged(**changed: Any) -> dict[str, Any]:
    return {
        "id": ID,
        "rating": -1,
        "conversation": [
            {"role": "user", "content": "What is 17 times 23?"},
            {"role": "assistant", "content": "17 times 23 is 381."},
        ],
        "target": 1,
        "model": "river",
        "version": "1.0",
        "language": "en",
        "reasons": ["fact", "reasoning"],
        "correction": "17 times 23 is 391.",
        "comment": "",
        "consent": "training",
        **changed,
    }


class Page:
    """A page of the key's origin, on which `user` is signed in."""

    def __init__(self, key: WidgetKey, user: str = "u-17") -> None:
        self.key, self.user = key, user

    def token(self, secret: str | None = None, **claims: Any) -> str:
        given = {"sub": self.user, "exp": int(time.time()) + 600, **claims}
        return jwt.encode(given, secret or secrets_of(self.key)[0], algorithm="HS256")

    def send(self, body: Any = None, *, token: str | None = None, origin: str = CHAT, key: str | None = None):
        data = body if isinstance(body, bytes) else orjson.dumps(body or judged())
        headers = {"Authorization": f"Bearer {self.token() if token is None else token}", "Origin": origin}
        address = f"/widget/v1/reports?key={self.key.key if key is None else key}"
        return Client(raise_request_exception=False).post(address, data, content_type="application/json", headers=headers)

    def ask(self, origin: str, key: str | None = None):
        headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        return Client().options(f"/widget/v1/reports?key={key or self.key.key}", headers=headers)


@pytest.fixture
def chat(house) -> Page:
    return Page(create_widget_key(name="chat", origins=[CHAT]))


def test_what_is_said_of_an_answer_is_a_report_of_its_user_that_the_team_alone_sees(chat, river, client):
    answer = chat.send()
    assert answer.status_code == 201
    report = Report.objects.select_related("thread__author", "model_version").get(pk=answer.json()["id"])
    evidence = Evidence.objects.get(report=report)
    assert evidence.conversation == judged()["conversation"]
    assert (evidence.target, evidence.rating, evidence.correction) == (1, -1, "17 times 23 is 391.")
    assert evidence.body == "A wrong fact; Wrong reasoning"
    assert report.thread.title == "What is 17 times 23?"
    assert str(report.model_version) == "River 1.0"
    assert report.consent_scope == "training"
    author = report.thread.author
    assert (author.source, author.source_id) == ("api:widget chat", "u-17")
    assert "u-17" not in author.username
    assert report.thread.visibility == Thread.Visibility.TEAM
    assert client.get(report.thread.get_absolute_url()).status_code == 404


def test_a_repeat_is_the_same_report_and_other_words_under_its_id_are_refused(chat):
    first, again = chat.send(), chat.send()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert chat.send(judged(comment="another")).status_code == 409
    assert Report.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_report_from_several_tabs_at_once_is_one(chat):
    found = at_once(lambda _number: chat.send(), 4)
    assert {one.status_code for one in found} <= {200, 201}
    assert len({one.json()["id"] for one in found}) == Report.objects.count() == 1


def test_two_users_are_two_members_and_a_name_that_was_signed_is_shown(chat):
    chat.send()
    other = Page(chat.key, "u-18")
    other.send(judged(id="f" * 32), token=other.token(name="Lin"))
    authors = Member.objects.filter(source="api:widget chat").order_by("pk")
    assert [one.source_id for one in authors] == ["u-17", "u-18"]
    assert authors[1].username == "Lin"


def test_a_name_that_was_cut_within_a_character_is_shown_without_its_half(chat):
    assert chat.send(token=chat.token(name="Lin \ud83d")).status_code == 201
    assert Member.objects.get(source="api:widget chat").username == "Lin"


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"exp": 1_700_000_000}, "token_expired"),
        ({"exp": 4_000_000_000}, "token_invalid"),
        ({"exp": None}, "token_invalid"),
        ({"exp": "soon"}, "token_invalid"),
        ({"sub": ""}, "token_invalid"),
        ({"sub": 17}, "token_invalid"),
        ({"sub": "x" * 201}, "token_invalid"),
        ({"sub": "a\x00b"}, "token_invalid"),
        ({"sub": "a\ud83d"}, "token_invalid"),
    ],
)
def test_a_token_that_does_not_hold_is_refused_and_says_why(chat, claims, code):
    answer = chat.send(token=chat.token(**claims))
    assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert answer["Access-Control-Allow-Origin"] == CHAT  # or the page could not read it
    assert not Report.objects.exists()


def test_who_is_not_signed_with_the_keys_own_secret_is_refused(chat):
    stranger = create_widget_key(name="other", origins=[CHAT])
    unsigned = jwt.encode({"sub": "u-17", "exp": int(time.time()) + 600}, "", algorithm="none")
    for token in (chat.token(secrets_of(stranger)[0]), unsigned, "rubbish", "a.b.c"):
        answer = chat.send(token=token)
        assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid"), token
    assert chat.send(token="").json()["code"] == "token_missing"


@pytest.mark.parametrize("origin", ["https://evil.example.org", f"{CHAT}:8443", "http://chat.example.org", "null", ""])
def test_another_origin_is_refused_before_and_when_it_sends(chat, origin):
    asked, sent = chat.ask(origin), chat.send(origin=origin)
    assert (asked.status_code, sent.status_code) == (403, 403)
    assert sent.json()["code"] == "origin_refused"
    for answer in (asked, sent):
        assert "Access-Control-Allow-Origin" not in answer
    assert not Report.objects.exists()


def test_its_own_origin_may_and_with_that_key_only(chat):
    asked = chat.ask(CHAT)
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, CHAT)
    assert "Access-Control-Allow-Credentials" not in asked
    assert "Origin" in asked["Vary"]
    assert chat.ask(CHAT, key="hw_guessed").status_code == 403
    assert chat.send(key="hw_guessed").json()["code"] == "key_unknown"


def test_a_key_for_pages_opens_nothing_else(chat):
    for key in (chat.key.key, secrets_of(chat.key)[0]):
        assert Client().get("/api/v1/reports", headers={"Authorization": f"Bearer {key}"}).status_code == 401


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"target": 0}, "target"),
        ({"target": 7}, "target"),
        ({"conversation": []}, "conversation"),
        ({"reasons": ["ugly"]}, "reasons"),
        ({"consent": "all"}, "consent"),
        ({"id": "1"}, "id"),
        ({"rating": 0}, "rating"),
        ({"visibility": "public"}, "visibility"),
        ({"comment": "a\x00b"}, "NUL"),
    ],
)
def test_what_does_not_hang_together_is_named(chat, changed, field):
    answer = chat.send(judged(**changed))
    assert answer.status_code == 400
    assert field in answer.content.decode()
    assert chat.send(b"{").status_code == 400


def test_each_of_key_address_and_user_has_a_limit(chat, settings):
    settings.RATE_LIMITS = 1
    codes = [chat.send(judged(id=f"{number:032}")).status_code for number in range(11)]
    assert codes == [201] * 10 + [429]
    refused = chat.send(judged(id="e" * 32))
    assert int(refused["Retry-After"]) > 0
    assert refused["Access-Control-Expose-Headers"] == "Retry-After"
    codes = [Page(chat.key, f"u-{number}").send(token="x").status_code for number in range(60)]
    assert codes[-1] == 429  # guessing signatures is counted too


def test_a_revoked_key_is_none_and_another_secret_ends_the_old_one(chat):
    old = chat.token()
    call_command("change_widget_key", "chat", "--new-secret")
    chat.key.refresh_from_db()
    assert chat.send(token=old).status_code == 401
    assert chat.send().status_code == 201
    call_command("change_widget_key", "chat", "--revoke")
    assert chat.send().status_code == 403
    call_command("change_widget_key", "chat", "--restore", "--origin", "https://new.example.org")
    assert chat.send().status_code == 403
    assert chat.send(origin="https://new.example.org").status_code == 200


def test_a_secret_goes_on_signing_while_its_secret_key_is_a_fallback(chat, settings):
    token = chat.token()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another, of fifty characters or so, for this test",
    )
    assert chat.send(token=token).status_code == 201


def test_the_command_prints_what_the_other_site_needs(house, capsys):
    call_command("create_widget_key", "shop", "--origin", "https://Shop.example.org:443/", "--origin", "http://localhost:3000")
    key, said = WidgetKey.objects.get(), capsys.readouterr().out
    assert key.origins == ["https://shop.example.org", "http://localhost:3000"]
    for needed in (key.key, secrets_of(key)[0], "/widget.js", widget_script().integrity):
        assert needed in said
    with pytest.raises(CommandError, match="already"):
        call_command("create_widget_key", "shop", "--origin", CHAT)
    with pytest.raises(CommandError, match="no widget key"):
        call_command("change_widget_key", "nobody")


@pytest.mark.parametrize(
    "written",
    ["chat.example.org", "https://", "ftp://a.b", f"{CHAT}/page", f"{CHAT}?a", "null", "*", "https://*.b", "https://u@a.b"],
)
def test_what_is_no_origin_is_refused(written):
    with pytest.raises(NoOrigin):
        origins_of([written])


def test_the_script_is_small_and_says_when_it_changed(client):
    assert len(widget_script().packed) < 12_000
    first = client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(first.content) == widget_script().plain == client.get("/widget.js").content
    assert first["Access-Control-Allow-Origin"] == "*"
    assert client.get("/widget.js", headers={"If-None-Match": first["ETag"]}).status_code == 304
    pinned = client.get(f"/widget/{widget_script().name}.js")
    assert "immutable" in pinned["Cache-Control"]
    assert client.get("/widget/of-another-release.js")["Location"] == "/widget.js"


def test_script_and_server_know_the_same_reasons():
    for reason in set(CODES) - {"other"}:  # a comment says what else
        assert f'"{reason}"'.encode() in widget_script().plain


def test_it_works_where_only_members_read(chat, client):
    site_rules.keep(replace(site_rules.first_rules(), reading="members"))
    assert client.get("/widget.js").status_code == 200
    assert chat.send().status_code == 201
