"""How the interface speaks, whatever is asked: errors, languages, limits, what has not changed, and pages."""

from __future__ import annotations

import http.client
from typing import Any

import orjson
import pytest
from django.test import Client

from feedback.api import reports
from feedback.models import Evidence, Report
from tests.at_once import at_once
from tests.feedback.test_api import REPORTS, Program, event, program  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(program):  # noqa: F811
    """A call of any method, with the key."""

    def ask(method: str, path: str, body: bytes = b"", kind: str = "application/json", **headers: str):
        browser = Client(raise_request_exception=False)
        headers = {"Authorization": f"Bearer {program.key}", **headers}
        return browser.generic(method, path, body, content_type=kind, headers=headers)

    return ask


def is_problem(answer: Any, status: int, name: str) -> None:
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    body = answer.json()
    assert (body["type"], body["status"]) == (f"/api/#{name}", status)
    assert body["title"]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"])
@pytest.mark.parametrize("path", ["/api/nothing", "/api/v2/reports", "/api/v1/reports/", "/api/v1/", "/api/v1/reports/x"])
def test_an_address_that_is_none(call, method, path):
    is_problem(call(method, path), 404, "not-found")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_a_method_that_is_none(call, method):
    answer = call(method, REPORTS)
    is_problem(answer, 405, "method-not-allowed")
    assert {"GET", "POST"} <= set(answer["Allow"].split(", "))


def test_what_an_address_takes_can_be_asked(call):
    answer = call("OPTIONS", REPORTS)
    assert (answer.status_code, answer["Allow"]) == (204, "GET, POST, HEAD, OPTIONS")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "nonsense"])
def test_a_kind_of_body_that_is_not_read(call, kind):
    is_problem(call("POST", REPORTS, b"x", kind), 415, "unsupported-media-type")
    is_problem(call("POST", f"{REPORTS}/batch", b"x", kind), 415, "unsupported-media-type")


def test_a_kind_of_body_may_name_its_characters(call):
    assert call("POST", REPORTS, orjson.dumps(event()), "application/json; charset=utf-8").status_code == 201


def test_who_asks_for_another_form_gets_what_there_is(call):
    assert call("GET", REPORTS, Accept="text/html").status_code == 200
    assert call("GET", f"{REPORTS}?format=xml").status_code == 200


def test_an_empty_batch_has_no_results(call):
    for body in (b"", b"\n\n"):
        answer = call("POST", f"{REPORTS}/batch", body, "application/x-ndjson")
        assert (answer.status_code, answer.json()) == (200, {"results": []})


def test_a_fault_of_ours_is_a_problem_too(call, monkeypatch):
    def fall(**_given: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(reports, "submit_from_api", fall)
    is_problem(call("POST", REPORTS, orjson.dumps(event())), 500, "internal")


def test_errors_speak_the_language_that_is_asked_for(call):
    body = orjson.dumps({"colour": "red", "title": "x", "rating": 7, "tags": "math"})
    answers = {one: call("POST", REPORTS, body, **{"Accept-Language": one}) for one in ("en", "fr")}
    for answer in answers.values():  # there is no French: English then
        assert answer.json()["errors"] == [
            {"field": "rating", "detail": "must be one of: -1, 0 or 1"},
            {"field": "tags", "detail": "must be a list"},
            {"field": "colour", "detail": "unknown key"},
        ]
    chinese = call("POST", REPORTS, body, **{"Accept-Language": "zh-CN,zh;q=0.9"})
    assert chinese["Content-Language"] == "zh-hans"
    assert chinese.json()["type"] == answers["en"].json()["type"]


def test_what_has_not_changed_is_not_sent_again(call, program):  # noqa: F811
    program.post(event())
    for path in (REPORTS, f"{REPORTS}/{Report.objects.get().pk}"):
        first = call("GET", path)
        again = call("GET", path, **{"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert call("GET", path, **{"If-None-Match": '"else"'}).status_code == 200
        assert call("HEAD", path)["ETag"] == first["ETag"]
        is_problem(call("GET", path, **{"If-Match": '"else"'}), 412, "precondition-failed")
    etag = call("GET", REPORTS)["ETag"]
    program.post(event(external_id="e-2"))
    assert call("GET", REPORTS, **{"If-None-Match": etag}).status_code == 200


def test_a_page_links_to_the_one_after_it(call, program, monkeypatch):  # noqa: F811
    monkeypatch.setattr(reports, "PAGE", 2)
    program.lines(*[event(external_id=f"e-{n}") for n in range(5)])
    seen, path = [], REPORTS
    while path:
        answer = call("GET", path)
        seen += [one["external_id"] for one in answer.json()["results"]]
        link = answer.get("Link", "")
        assert bool(link) == bool(answer.json()["next"])
        path = link.partition("<http://testserver")[2].partition(">")[0]
    assert sorted(seen) == [f"e-{n}" for n in range(5)]


def test_a_key_may_call_so_often_and_is_told_how_often(call, settings):
    settings.RATE_LIMITS, settings.API_CALLS_PER_MINUTE = 1, 3
    left = []
    for _time in range(3):
        answer = call("GET", REPORTS)
        assert (answer.status_code, answer["RateLimit-Limit"]) == (200, "3")
        assert 0 < int(answer["RateLimit-Reset"]) <= 60
        left.append(answer["RateLimit-Remaining"])
    assert left == ["2", "1", "0"]
    refused = call("GET", REPORTS)
    is_problem(refused, 429, "too-many-requests")
    assert 0 < int(refused["Retry-After"]) <= 20
    assert refused["RateLimit-Remaining"] == "0"
    assert refused["RateLimit-Reset"] == refused["Retry-After"]
    assert Program("reports:read").get(REPORTS).status_code == 200  # each key has its own


def test_a_key_of_idempotency_has_an_end(call):
    answer = call("POST", REPORTS, orjson.dumps(event()), **{"Idempotency-Key": "k" * 201})
    is_problem(answer, 400, "invalid-parameter")


def test_a_report_taken_in_says_where_it_is(call):
    answer = call("POST", REPORTS, orjson.dumps(event()))
    assert call("GET", answer["Location"]).json()["id"] == answer.json()["id"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "k-1"}])
def test_over_eight_connections_one_event_is_one_report_and_twenty_equal_answers(live_server, program, headers):  # noqa: F811
    host = live_server.url.removeprefix("http://")
    sent = {"Authorization": f"Bearer {program.key}", "Content-Type": "application/json", **headers}

    def send(number: int) -> list[tuple[int, bytes]]:
        connection = http.client.HTTPConnection(host, timeout=60)
        answers = []
        for _time in range(2 + (number % 2)):
            connection.request("POST", REPORTS, orjson.dumps(event()), sent)
            answer = connection.getresponse()
            answers.append((answer.status, answer.read()))
        connection.close()
        return answers

    answers = [answer for some in at_once(send) for answer in some]
    assert sorted(status for status, _body in answers) == [200] * 19 + [201]
    assert len({body for _status, body in answers}) == 1
    assert (Report.objects.count(), Evidence.objects.count()) == (1, 1)
