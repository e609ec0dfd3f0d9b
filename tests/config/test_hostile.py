"""What no honest browser sends: it is refused in order, with no error of ours, and nothing large is ever read."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

from base.middleware import MAX_QUERY
from community.create_member import create_member
from feedback.access_key import create_access_key
from feedback.api.bodies import LinesParser, StrictJSONParser
from feedback.api.problems import ApiProblem
from tests.browser.pages import routes

pytestmark = pytest.mark.django_db
NAMES = [
    "after",
    "at",
    "before",
    "since",
    "until",
    "space",
    "kind",
    "order",
    "of",
    "q",
    "title",
    "tag",
    "tags",
    "author",
    "next",
]
NAMES += ["from_reply", "model", "station", "language", "exact", "format", "container", "part", "turn", "from", "to", "since"]
HOSTILE = ["9" * 30, "-1", "٣", "²", "nan", "1e400_1", "1_9e30", "%", "'\"<script>", "\udc80", "//evil.example", "."]
LONG = "9" * 4500  # Python refuses to read more than 4,300 digits as a number
ARGUMENTS = {"pk": 1, "number": 1, "slug": "tips", "name": "bob", "token": "x", "fmt": "atom", "kind": "noise", "how": "erase"}
NOWHERE = ARGUMENTS | {"pk": 10**25, "number": 10**25, "slug": "no", "name": "n" * 300, "token": "."}


def addresses() -> list[str]:
    """Every page of ours, with an argument that may exist and with one that no table has."""
    found = set()
    for name, path in routes().items():
        wanted = re.findall(r"<(?:\w+:)?(\w+)>", path)
        for arguments in (ARGUMENTS, NOWHERE):
            try:
                found.add(reverse(name, kwargs={one: arguments[one] for one in wanted}))
            except (NoReverseMatch, KeyError):
                continue
    return sorted(path for path in found if not path.startswith("/accounts/logout"))


def test_no_address_falls_over(signed_in, bob, submitted, settings):
    settings.RATE_LIMITS = 0
    submitted()
    cache.clear()
    browser = signed_in(create_member(name="eve", role="admin"))
    browser.raise_request_exception = False
    fallen = []
    for number, path in enumerate(addresses()):
        for turn in (number, number + 5):
            given = {name: HOSTILE[(at + turn) % len(HOSTILE)] for at, name in enumerate(NAMES)}
            query = urlencode(given, errors="surrogateescape")
            if browser.get(f"{path}?{query}").status_code >= 500:
                fallen.append(f"{path}?{query}")
    assert not fallen, "\n".join(fallen)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/notifications/?before={}",
            "/settings/follows/?before={}",
            "/settings/waiting/?before={}",
            "/?after={}_1",
            "/?after=1_{}",
        ),
        *("/report/?from_reply={}", "/search/?q=a&after={}", "/t/{}/", "/t/1/?after={}", "/?order=hot&after=1_{}"),
        *("/notifications/digest/?since=-62135596800&until=1", "/notifications/digest/?since=1&until=253402300799"),
    ],
)
def test_a_number_may_be_longer_than_python_reads(signed_in, alice, address):
    alice.time_zone = "America/Los_Angeles"
    alice.save()
    browser = signed_in(alice)
    browser.raise_request_exception = False
    assert browser.get(address.format(LONG)).status_code < 500


def test_an_address_has_an_end(client):
    assert client.get("/?q=" + "x" * MAX_QUERY).status_code == 414


@pytest.mark.parametrize(
    ("path", "status"), [("/?space=%00", 404), ("/?kind=%00", 200), ("/search/?q=a%00b", 200), ("/m/a%00b/", 400)]
)
def test_what_cannot_be_stored_is_not_asked_for(client, house, path, status):
    assert client.get(path).status_code == status


@pytest.mark.parametrize("path", ["/t/new/", "/accounts/login/", "/api/v1/reports", "/api/v1/reports/batch"])
@pytest.mark.parametrize("length", ["40000001", "9" * 5000])
def test_a_body_that_is_too_large_is_not_read(client, path, length):
    """Not even by whom no session or key says who they are: the body here would raise at the first byte."""

    class Unread(BytesIO):
        def read(self, *_size) -> bytes:
            raise AssertionError("it was read")

    answer = client.generic("POST", path, b"", CONTENT_LENGTH=length, **{"wsgi.input": Unread()})
    assert answer.status_code == 413
    if path.startswith("/api/"):
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == 413


@pytest.mark.parametrize("length", ["-1", "x", "²"])
def test_a_length_is_a_number(client, length):
    assert client.generic("POST", "/t/new/", b"", CONTENT_LENGTH=length).status_code == 400


@pytest.mark.parametrize(("parser", "kind"), [(StrictJSONParser, "json"), (LinesParser, "x-ndjson")])
def test_the_interface_reads_no_more_than_it_takes(client, settings, parser, kind):
    settings.MAX_BODY_BYTES = 1000
    headers = {"Authorization": f"Bearer {create_access_key(name='bot', scopes=['reports:write'])}"}
    body = b'{"title": "' + b"x" * 2000 + b'"}'
    path = "/api/v1/reports/batch" if kind == "x-ndjson" else "/api/v1/reports"
    answer = client.generic("POST", path, body, content_type=f"application/{kind}", headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
    stream = BytesIO(body)
    with pytest.raises(ApiProblem):  # nor where a server in front named no length, or a wrong one
        parser().parse(stream)
    assert stream.tell() == 1001


def test_pages_of_a_member_are_kept_by_no_cache_between(client, signed_in, alice):
    assert signed_in(alice).get("/")["Cache-Control"] == "private"
    assert "Cookie" in client.get("/")["Vary"]
