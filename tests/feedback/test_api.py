"""The REST interface as another program meets it."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from community.models import Member, Thread
from feedback.access_key import create_access_key
from feedback.classify_batch import classify_batch
from feedback.models import AccessKey, Evidence, Report
from feedback.withdraw_report import withdraw_report
from tests.at_once import at_once
from tests.conftest import report_json

REPORTS = "/api/v1/reports"


class Program:
    """A client with a key, which speaks JSON."""

    def __init__(self, *scopes: str, key: str | None = None) -> None:
        self.key = key or create_access_key(name=f"program {AccessKey.objects.count()}", scopes=list(scopes))

    def post(self, body: Any, path: str = REPORTS, kind: str = "application/json", **headers: str):
        data = body if isinstance(body, bytes) else orjson.dumps(body)
        headers = {"Authorization": f"Bearer {self.key}", **headers}
        return Client(raise_request_exception=False).post(path, data, content_type=kind, headers=headers)

    def lines(self, *lines: Any):
        body = b"\n".join(line if isinstance(line, bytes) else orjson.dumps(line) for line in lines)
        return self.post(body, f"{REPORTS}/batch", "application/x-ndjson")

    def get(self, path: str):
        return Client(raise_request_exception=False).get(path, headers={"Authorization": f"Bearer {self.key}"})


@pytest.fixture
def program(house) -> Program:
    return Program("reports:write", "reports:read")


def event(**changed: Any) -> dict[str, Any]:
    return report_json(**{"external_id": "e-1", "author": {"external_id": "u-17", "name": "Lin"}, **changed})


@pytest.mark.django_db
def test_a_report_is_created_once_and_a_repeat_is_the_same(program):
    first, again = program.post(event()), program.post(event())
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    report = Report.objects.get()
    assert report.thread.author == Member.objects.get(source=report.source, source_id="u-17")
    assert report.source == "api:program 0"


@pytest.mark.django_db
def test_without_a_known_key_nobody_comes_in(program):
    AccessKey.objects.create(name="old", prefix="x", key_sha256="x", scopes=[])
    strangers = [Program(key="hl_guessed"), Program(key=" ")]
    revoked = Program("reports:read", "reports:write")
    AccessKey.objects.filter(name="program 2").update(revoked_at=timezone.now())
    for stranger in (*strangers, revoked):
        for answer in (stranger.post(event()), stranger.get(REPORTS), stranger.lines(event())):
            assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
            assert answer["WWW-Authenticate"].startswith("Bearer")
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_a_key_opens_only_what_its_scopes_name(house):
    reader, writer, data = Program("reports:read"), Program("reports:write"), Program("datasets:read")
    assert [one.post(event()).status_code for one in (reader, writer, data)] == [403, 201, 403]
    assert [one.lines(event()).status_code for one in (reader, writer, data)] == [403, 200, 403]
    assert [one.get(REPORTS).status_code for one in (reader, writer, data)] == [200, 403, 403]
    assert [one.get("/api/v1/datasets").status_code for one in (reader, writer, data)] == [403, 403, 200]


@pytest.mark.django_db
def test_the_same_idempotency_key_is_the_same_call_and_with_another_body_a_conflict(program):
    anonymous = event()
    del anonymous["external_id"]
    first = program.post(anonymous, **{"Idempotency-Key": "k-1"})
    again = program.post(anonymous, **{"Idempotency-Key": "k-1"})
    other = program.post({**anonymous, "body": "else"}, **{"Idempotency-Key": "k-1"})

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 409)
    assert first.json()["id"] == again.json()["id"]
    assert other["Content-Type"] == "application/problem+json"
    assert Program("reports:write").post(anonymous, **{"Idempotency-Key": "k-1"}).status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"colour": "red", "flavour": "sweet"}, "colour"),
        ({"consent": {"scope": "all"}}, "consent.scope"),
        ({"conversation": [{"role": "robot", "content": "x"}]}, "conversation.0.role"),
        ({"model_version": "1\x00"}, ""),
    ],
)
def test_a_wrong_report_is_a_problem_that_names_each_field(program, body, field):
    answer = program.post(event(**body))
    problem = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert problem["status"] == 400
    assert field in [error["field"] for error in problem["errors"]]
    if "colour" in body:
        assert [error["field"] for error in problem["errors"]] == ["colour", "flavour"]
    assert not Thread.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"title": "half a \\ud83d pair"}',
        b'{"rating": NaN}',
        b"",
    ],
)
def test_no_body_breaks_the_interface(program, body):
    answer = program.post(body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.django_db
def test_a_body_of_another_kind_is_named_as_such(program):
    answer = program.post(b"title=x", kind="application/x-www-form-urlencoded")
    assert (answer.status_code, answer["Content-Type"]) == (415, "application/problem+json")


@pytest.mark.django_db
def test_in_a_batch_each_line_has_its_own_result_and_its_own_number(program):
    answer = program.lines(event(), b"{", b"", event(external_id="e-2", colour="red"), event(), b"[]", event(external_id="e-3"))
    results = answer.json()["results"]
    assert [(one["line"], one["status"]) for one in results] == [(1, 201), (2, 400), (4, 400), (5, 200), (6, 400), (7, 201)]
    assert results[0]["id"] == results[3]["id"]
    assert results[2]["errors"] == [{"field": "colour", "detail": "unknown key"}]
    assert Report.objects.count() == 2


@pytest.mark.django_db
def test_a_batch_of_more_than_a_thousand_lines_is_refused_whole(program):
    answer = program.lines(*[b"{}"] * 1001)
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.django_db
def test_the_cursor_leads_through_all_reports_once_also_among_those_of_one_moment(program):
    at = "2026-11-01T08:00:00.123457Z"
    for number in range(205):
        program.post(event(external_id=f"e-{number}", created_at=at if number < 150 else f"2026-11-02T08:00:00.{number}001Z"))
    seen, after = [], ""
    while after is not None:
        page = program.get(f"{REPORTS}?after={after}").json()
        seen += [one["id"] for one in page["results"]]
        after = page["next"]
    assert len(seen) == 205
    assert seen == list(Report.objects.order_by("-created_at", "-pk").values_list("pk", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("after", ["x", "1_", "_1", "nan_1", "inf_1", "1e400_1", "1_²", "1_" + "9" * 30, "-9e15_1"])
def test_a_cursor_that_is_none_is_a_problem(program, after):
    """To begin anew would let a program that goes on by a broken cursor go in circles."""
    answer = program.get(f"{REPORTS}?after={after}")
    if answer.status_code == 400:
        assert answer.json()["parameter"] == "after"
    else:  # a key of a page that may exist, though its number is beyond all
        assert (answer.status_code, after) == (200, "1_" + "9" * 30)


@pytest.mark.django_db
def test_a_report_shows_its_way_and_what_the_machine_thinks(program):
    pk = program.post(event()).json()["id"]
    before = program.get(f"{REPORTS}/{pk}").json()
    classify_batch()
    after = program.get(f"{REPORTS}/{pk}").json()

    assert (before["classification"], before["classified"], before["station"]) == (None, "waiting", 1)
    assert (after["classified"], after["station"]) == ("done", 2)
    assert after["classification"]["classifier"] == after["timeline"][1]["actor_name"]
    assert [step["event"] for step in after["timeline"]] == ["reported", "classified"]


@pytest.mark.django_db
def test_a_withdrawn_report_is_gone_from_the_interface(program):
    pk = program.post(event()).json()["id"]
    report = Report.objects.get()
    withdraw_report(report=report, by=report.thread.author)
    assert program.get(f"{REPORTS}/{pk}").status_code == 404
    assert program.get(REPORTS).json()["results"] == []
    repeat = program.post(event())
    assert (repeat.status_code, Report.objects.count()) == (200, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["0", "99999999", "9" * 30])
def test_a_report_that_is_not_there_is_a_problem(program, number):
    answer = program.get(f"{REPORTS}/{number}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "k-1"}])
def test_one_event_sent_twenty_times_by_eight_threads_is_one_report_and_twenty_equal_answers(program, headers):
    answers = []

    def send(number: int) -> None:
        answers.extend(program.post(event(), **headers) for _ in range(2 + (number % 2)))

    assert at_once(send) == [None] * 8
    assert len(answers) == 20
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201], answers
    assert len({answer.content for answer in answers}) == 1
    assert (Report.objects.count(), Evidence.objects.count(), Member.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_eight_events_of_one_new_author_at_once_are_eight_reports(program):
    answers = at_once(lambda n: program.post(event(external_id=f"e-{n}")))
    assert [answer.status_code for answer in answers] == [201] * 8
    assert (Report.objects.count(), Member.objects.count()) == (8, 1)


@pytest.mark.django_db(transaction=True)
def test_one_key_with_two_bodies_at_once_is_one_report_and_a_conflict(program):
    bodies = [event(external_id=""), event(external_id="", body="else")]
    answers = at_once(lambda n: program.post(bodies[n % 2], **{"Idempotency-Key": "k-1"}))
    codes = sorted(answer.status_code for answer in answers)
    assert (codes.count(201), codes.count(409)) == (1, 4)
    assert Report.objects.count() == 1
