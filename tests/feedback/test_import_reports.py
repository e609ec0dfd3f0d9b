"""Imports: whatever the format, once; a bad line spoils no other; a killed import goes on where it was."""

from __future__ import annotations

import io
from typing import Any

import orjson
import pytest
from django.core.management import CommandError, call_command

from community.models import Member, Thread
from feedback.import_reports import BATCH, FORMATS, import_reports
from feedback.models import Evidence, Report

pytestmark = pytest.mark.django_db


def lines(*values: Any) -> bytes:
    return b"\n".join(value if isinstance(value, bytes) else orjson.dumps(value) for value in values)


def run(data: bytes, fmt: str = "report", source: str = "test", **more: Any):
    return import_reports(FORMATS[fmt](io.BufferedReader(io.BytesIO(data))), source=source, **more)


def report(number: int, **changed: Any) -> dict[str, Any]:
    return {
        "external_id": f"r-{number}",
        "title": f"report {number}",
        "author": {"external_id": "u-1", "name": "Lin"},
        **changed,
    }


ISSUE = {
    "node_id": "I_kwDO1",
    "number": 4711,
    "title": "Model says 381",
    "body": None,
    "user": {"id": 17, "login": "octocat"},
    "labels": [{"name": "math"}, "bug"],
    "created_at": "2026-11-01T08:00:00Z",
}
TOPIC = {
    "id": 12,
    "title": "Wrong year",
    "tags": ["history"],
    "post_stream": {
        "posts": [
            {"user_id": 3, "username": "lin", "cooked": "<p>It said <b>1911</b>.</p>", "created_at": "2026-11-01T08:00:00Z"}
        ]
    },
}
TABLE = """external_id,title,body,rating,tags,consent,author,conversation
c-1,Wrong sum,"Two
lines",-1,"math, sums",training,lin,"[{""role"":""user"",""content"":""17*23?""},{""role"":""assistant"",""content"":""381""}]"
c-2,Fine,,1,,,,
"""
SAMPLES = {
    "report": lines(report(1), report(2)),
    "github": orjson.dumps([ISSUE, {**ISSUE, "node_id": "I_2", "pull_request": {}}, {**ISSUE, "node_id": "I_3", "user": None}]),
    "discourse": lines(TOPIC, {**TOPIC, "id": 13}),
    "csv": TABLE.encode("utf-8-sig"),
}


@pytest.mark.parametrize("fmt", SAMPLES)
def test_each_format_is_taken_and_taken_again_changes_nothing(house, fmt):
    assert str(run(SAMPLES[fmt], fmt)) == "imported 2, updated 0, unchanged 0, rejected 0"
    assert str(run(SAMPLES[fmt], fmt)) == "imported 0, updated 0, unchanged 2, rejected 0"
    assert (Report.objects.count(), Evidence.objects.count()) == (2, 2)


def test_what_github_says_is_kept(house):
    run(SAMPLES["github"], "github", source="github")
    kept = Report.objects.select_related("thread__author").get(external_id="I_kwDO1")
    assert (kept.thread.title, kept.thread.author.source_id, kept.thread.author.username) == ("Model says 381", "17", "octocat")
    assert kept.evidences.get().tags == ["math", "bug"]
    assert kept.created_at.isoformat() == "2026-11-01T08:00:00+00:00"


def test_what_a_forum_and_a_table_say_is_kept(house):
    run(SAMPLES["discourse"], "discourse")
    run(SAMPLES["csv"], "csv")
    assert Thread.objects.get(report__external_id="12").body == "It said 1911."
    evidence = Evidence.objects.get(report__external_id="c-1")
    assert (evidence.body, evidence.rating, evidence.tags) == ("Two\nlines", -1, ["math", "sums"])
    assert evidence.answer() == "381"
    assert Report.objects.get(external_id="c-1").consent_scope == "training"


def test_a_changed_line_is_updated_and_the_rest_is_not(house):
    run(lines(report(1), report(2)))
    again = run(lines(report(1, title="report 1, once more"), report(2), report(3)))
    assert str(again) == "imported 1, updated 1, unchanged 1, rejected 0"
    assert Thread.objects.get(report__external_id="r-1").title == "report 1, once more"


def test_bad_lines_are_rejected_with_number_and_reason_and_the_rest_is_taken(house):
    result = run(lines(report(1), b"{", b"", b"[]", report(2, colour="red"), report(3, title=""), report(4), b"\xff"))
    assert str(result) == "imported 2, updated 0, unchanged 0, rejected 5"
    assert [number for number, _ in result.rejected] == [2, 4, 5, 6, 8]
    reasons = [reason for _, reason in result.rejected]
    assert [reasons[0][:8], *reasons[1:4]] == [
        "not JSON",
        "not a JSON object",
        "colour: unknown key",
        "a title or a body is required",
    ]


@pytest.mark.parametrize(
    ("fmt", "bad"),
    [
        ("github", {"title": "x", "number": 1, "user": "octocat"}),
        ("github", {"title": "x", "number": 1, "labels": [1, None]}),
        ("github", {"title": "x", "number": 1, "labels": "bug"}),
        ("github", {"title": "no id at all"}),
        ("github", {"message": "API rate limit exceeded"}),
        ("discourse", {"title": "x", "id": 1, "post_stream": {"posts": ["post"]}}),
        ("discourse", {"title": "x", "id": 1, "post_stream": []}),
        ("discourse", {"title": "x", "id": 1, "post_stream": {"posts": [{"cooked": 5}]}}),
        ("discourse", {"title": "no id at all", "post_stream": {"posts": [{"raw": "x"}]}}),
    ],
)
def test_what_looks_like_no_export_of_that_site_is_rejected_and_the_rest_is_taken(house, fmt, bad):
    good = {"github": ISSUE, "discourse": TOPIC}[fmt]
    assert str(run(orjson.dumps([bad, good]), fmt)) == "imported 1, updated 0, unchanged 0, rejected 1"


@pytest.mark.parametrize(
    ("table", "summary"),
    [
        ("title,colour\nx,red\n", "imported 0, updated 0, unchanged 0, rejected 1"),
        ("title,rating\nx,high\ny,1\n", "imported 1, updated 0, unchanged 0, rejected 1"),
        ("title,body\nx,y,z\nx,y\n", "imported 1, updated 0, unchanged 0, rejected 1"),
        ("title,conversation\nx,{\ny,\n", "imported 1, updated 0, unchanged 0, rejected 1"),
        ("", "imported 0, updated 0, unchanged 0, rejected 0"),
        ("title,body\n" + "x," + "y" * 150_000 + "\nz,\n", "imported 2, updated 0, unchanged 0, rejected 0"),
    ],
)
def test_a_table_is_read_row_by_row(house, table, summary):
    assert str(run(table.encode(), "csv")) == summary


def test_a_table_in_another_encoding_is_rejected(house):
    assert str(run("title\n标题\n".encode("gb18030"), "csv")).endswith("rejected 1")


def test_a_dry_run_counts_and_changes_nothing(house):
    run(lines(report(1)))
    result = run(lines(report(1, body="more"), report(2), b"{"), dry_run=True)
    assert str(result) == "imported 1, updated 1, unchanged 0, rejected 1"
    assert (Report.objects.count(), Evidence.objects.count(), Member.objects.count()) == (1, 1, 1)


class Killed(BaseException):
    """Ends an import as a signal would: nothing may catch it."""


def test_an_import_killed_half_way_and_run_again_loses_and_doubles_nothing(house):
    data = lines(*(report(n) for n in range(BATCH + 50)))

    def until_killed():
        for number, value in FORMATS["report"](io.BytesIO(data)):
            if number == BATCH + 20:
                raise Killed
            yield number, value

    with pytest.raises(Killed):
        import_reports(until_killed(), source="test")
    assert Report.objects.count() == BATCH

    assert str(run(data)) == f"imported 50, updated 0, unchanged {BATCH}, rejected 0"
    assert Report.objects.count() == Evidence.objects.count() == Thread.objects.count() == BATCH + 50


def test_the_command_says_what_it_did_and_keeps_the_rejects(house, tmp_path, capsys):
    path, rejects = tmp_path / "in.jsonl", tmp_path / "rejects.jsonl"
    path.write_bytes(lines(report(1), b"{", report(2)))
    call_command("import_feedback", str(path), "--source", "github", "--rejects", str(rejects))

    out, err = capsys.readouterr()
    assert out == "imported 2, updated 0, unchanged 0, rejected 1\n"
    assert "line 2: not JSON" in err
    (rejected,) = map(orjson.loads, rejects.read_bytes().splitlines())
    assert rejected["line"] == 2
    assert rejected["error"].startswith("not JSON")
    assert set(Report.objects.values_list("source", flat=True)) == {"github"}


def test_the_command_names_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_feedback", str(tmp_path / "none.jsonl"))
