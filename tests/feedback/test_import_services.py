"""What LangFuse and Open WebUI export: ratings with the conversations they are about."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from urllib.parse import quote

import orjson
import pytest
from django.conf import settings
from django.core.management import call_command

from config.env import ROOT
from feedback.import_reports import BATCH, FORMATS, import_reports
from feedback.models import Evidence, Report
from tests.conftest import wait_for

MESSAGES = {
    "1": {"id": "1", "parentId": None, "childrenIds": ["2", "3"], "role": "user", "content": "Green tea temperature?"},
    "2": {"id": "2", "parentId": "1", "childrenIds": [], "role": "assistant", "content": "100 °C"},
    "3": {"id": "3", "parentId": "1", "childrenIds": ["4"], "role": "assistant", "content": "80 °C"},
    "4": {"id": "4", "parentId": "3", "childrenIds": [], "role": "user", "content": "Thanks!"},
}


def rated(key: str = "f1", **data):
    return {
        "id": key,
        "user_id": "u-1",
        "version": 0,
        "type": "rating",
        "data": {
            "rating": -1,
            "model_id": "river-1",
            "reason": "inaccurate",
            "comment": "Burns the leaves.",
            "tags": ["tea"],
            **data,
        },
        "meta": {"chat_id": "c", "message_id": "2", "arena": False},
        "snapshot": {"chat": {"id": "c", "chat": {"title": "Tea", "history": {"currentId": "4", "messages": MESSAGES}}}},
        "created_at": 1_762_000_000,
        "updated_at": 1_762_000_000,
    }


TRACE = {
    "id": "t1",
    "projectId": "p",
    "name": "chat",
    "timestamp": "2026-05-29T13:46:19.963Z",
    "userId": "u-9",
    "tags": ["prod"],
    "input": {"messages": [{"role": "user", "content": "退货要多久？"}]},
    "output": {"role": "assistant", "content": "三天。"},
    "observations": [{"type": "GENERATION", "model": "river-1"}],
    "scores": [
        {"id": "s1", "name": "user-feedback", "value": 0, "dataType": "BOOLEAN", "comment": "明明是七天", "source": "API"},
        {"id": "s2", "name": "fix", "value": 0, "stringValue": "七天。", "dataType": "CORRECTION", "source": "ANNOTATION"},
        {"id": "s3", "name": "toxicity", "value": 1, "dataType": "NUMERIC", "source": "EVAL"},
    ],
}


def run(value, fmt: str, **more):
    data = value if isinstance(value, bytes) else orjson.dumps(value)
    return import_reports(FORMATS[fmt](io.BufferedReader(io.BytesIO(data))), source=fmt, **more)


def score(**changed):
    return {"id": "s9", "trace_id": "t9", "name": "vote", "value": 1, "data_type": "NUMERIC", "source": "API", **changed}


@pytest.mark.django_db
def test_a_rating_of_open_webui_is_a_report_of_the_answer_it_rates(house):
    assert str(run([rated()], "open-webui")) == "imported 1, updated 0, unchanged 0, rejected 0"
    evidence = Evidence.objects.get()
    assert [turn["content"] for turn in evidence.conversation] == ["Green tea temperature?", "100 °C"]
    assert (evidence.rating, evidence.body, evidence.tags) == (-1, "Burns the leaves.", ["inaccurate", "tea"])
    assert evidence.alternatives == []
    report = Report.objects.select_related("thread__author").get()
    assert report.created_at.isoformat() == "2025-11-01T12:26:40+00:00"
    assert (report.thread.title, report.thread.author.source_id) == ("Burns the leaves.", "u-1")


@pytest.mark.django_db
@pytest.mark.parametrize(("rating", "ranks"), [(1, [1, 2]), ("-1", [2, 1])])
def test_models_that_were_compared_give_ranked_answers(house, rating, ranks):
    run([rated(rating=rating, sibling_model_ids=["river-2"])], "open-webui")
    found = Evidence.objects.get().alternatives
    assert [(other["content"], other["rank"]) for other in found] == [("100 °C", ranks[0]), ("80 °C", ranks[1])]


@pytest.mark.django_db
def test_a_trace_of_langfuse_is_a_report_with_what_people_said_of_it(house):
    assert str(run(TRACE, "langfuse")) == "imported 1, updated 0, unchanged 0, rejected 0"
    evidence = Evidence.objects.get()
    assert [turn["content"] for turn in evidence.conversation] == ["退货要多久？", "三天。"]
    assert (evidence.rating, evidence.correction, evidence.tags) == (-1, "七天。", ["prod"])
    assert evidence.body == "明明是七天\n\nuser-feedback: 0"
    assert "toxicity" not in evidence.body


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["array", "lines", "data"])
def test_scores_beside_their_traces_are_joined_wherever_they_stand(house, by):
    trace = {**TRACE, "scores": []}
    rows = [score(trace_id="t1", comment="No!", value=-1), trace, score(id="lone", comment="Nice")]
    data = {"array": rows, "data": {"data": rows, "meta": {"page": 1}}}.get(by)
    text = orjson.dumps(data, option=orjson.OPT_INDENT_2) if data else b"\n".join(map(orjson.dumps, rows))
    assert str(run(text, "langfuse")) == "imported 2, updated 0, unchanged 0, rejected 0"
    assert dict(Evidence.objects.values_list("report__external_id", "rating")) == {"t1": -1, "lone": 1}
    assert str(run(text, "langfuse")) == "imported 0, updated 0, unchanged 2, rejected 0"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scores", "rating"),
    [
        ([score(value=1)], 1),
        ([score(value=0)], -1),
        ([score(value=0), score(id="x", trace_id="y", value=-1)], 0),
        ([score(value=1), score(id="x", trace_id="y", value=4)], None),  # 1 of 5 is no praise
        ([score(value=0.7)], None),
        ([score(value=None, string_value="Negative", data_type="CATEGORICAL")], -1),
        ([score(value=1, string_value="True", data_type="BOOLEAN")], 1),
    ],
)
def test_a_score_is_up_or_down_only_where_it_says_so(house, scores, rating):
    run(scores, "langfuse")
    assert Evidence.objects.get(report__external_id="s9").rating == rating


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fmt", "bad", "reason"),
    [
        ("langfuse", {**TRACE, "scores": []}, "nobody said anything"),
        ("langfuse", {**TRACE, "scores": [score(source="EVAL")]}, "only an evaluator"),
        ("langfuse", {**TRACE, "scores": "none"}, "shape"),
        ("langfuse", {**TRACE, "timestamp": "yesterday"}, "created_at"),
        ("langfuse", {"input": "x"}, "id: is missing"),
        ("open-webui", {**rated(), "data": {}}, "data.rating"),
        ("open-webui", {**rated(), "created_at": "soon"}, "shape"),
        ("open-webui", {**rated(), "created_at": 10**17}, "shape"),
        ("open-webui", {**rated(), "snapshot": [1]}, "shape"),
        ("open-webui", {**rated(), "id": ""}, "id"),
    ],
)
def test_what_is_none_is_rejected_with_its_number_and_reason_and_the_rest_is_taken(house, fmt, bad, reason):
    good = {"langfuse": {**TRACE, "id": "good"}, "open-webui": rated("good")}[fmt]
    result = run([bad, good], fmt)
    assert str(result) == "imported 1, updated 0, unchanged 0, rejected 1"
    assert result.rejected[0][0] == 1
    assert reason in result.rejected[0][1]


@pytest.mark.django_db
@pytest.mark.parametrize(("fmt", "value"), [("open-webui", [rated()]), ("langfuse", TRACE)])
def test_a_dry_run_says_what_would_happen_and_changes_nothing(house, fmt, value):
    assert str(run(value, fmt, dry_run=True)).startswith("imported 1")
    assert not Report.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("fmt", ["open-webui", "langfuse", "github", "discourse"])
def test_a_mark_before_the_first_byte_and_a_broken_first_line_lose_nothing_else(house, fmt):
    good = {"open-webui": rated(), "langfuse": TRACE}.get(fmt) or {
        "id": 3,
        "title": "t",
        "post_stream": {"posts": [{"raw": "x"}]},
    }
    assert str(run(b"\xef\xbb\xbf" + orjson.dumps([good]), fmt)).startswith("imported 1")
    again = run(b"{oops\n\n" + orjson.dumps(good), fmt)
    assert str(again) == "imported 0, updated 0, unchanged 1, rejected 1"
    assert again.rejected[0][0] == 1


@pytest.mark.django_db
def test_a_table_may_hold_conversations_as_people_paste_them(house):
    table = 'title,conversation\nSum,"User: 17*23?\nAssistant: 381."\nNone,hello\n'
    result = run(table.encode(), "csv")
    assert str(result) == "imported 1, updated 0, unchanged 0, rejected 1"
    assert result.rejected == [(4, "Nothing says who speaks.")]
    assert [turn["content"] for turn in Evidence.objects.get().conversation] == ["17*23?", "381."]


@pytest.mark.django_db
def test_a_column_that_stands_twice_is_refused_whole(house):
    assert run(b"title,body,title\na,b,c\n", "csv").rejected == [(1, "title: stands twice in the first line")]


def database_url() -> str:
    database = settings.DATABASES["default"]
    at = f"{database['USER']}:{database['PASSWORD']}" if database.get("PASSWORD") else database["USER"]
    port = f":{database['PORT']}" if database.get("PORT") else ""
    return f"postgres://{at}@{quote(database['HOST'], safe='')}{port}/{database['NAME']}"


def test_an_import_killed_at_work_and_run_again_loses_and_doubles_nothing(transactional_db, house, tmp_path, capsys):
    lines = [orjson.dumps(rated(f"f{n}")) for n in range(BATCH + 10)]
    lines.insert(5, b"{oops")
    command = [sys.executable, "manage.py", "import_feedback", "-", "--format", "open-webui", "--source", "tea"]
    environment = {**os.environ, "DATABASE_URL": database_url(), "REDIS_URL": settings.REDIS_URL}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdin
    process.stdin.write(b"\n".join(lines[: BATCH + 5]) + b"\n")
    process.stdin.flush()  # and no end: it waits for more in the middle of its second batch
    wait_for(lambda: Report.objects.count() == BATCH - 1)
    process.kill()
    process.wait()
    process.stdin.close()

    path, rejects = tmp_path / "all.jsonl", tmp_path / "rejects.jsonl"
    path.write_bytes(b"\n".join(lines))
    call_command("import_feedback", str(path), "--format", "open-webui", "--source", "tea", "--rejects", str(rejects))
    assert capsys.readouterr().out == f"imported 11, updated 0, unchanged {BATCH - 1}, rejected 1\n"
    assert Report.objects.count() == Evidence.objects.count() == BATCH + 10
    assert set(Report.objects.values_list("external_id", flat=True)) == {f"f{n}" for n in range(BATCH + 10)}
    (rejected,) = map(orjson.loads, rejects.read_bytes().splitlines())
    assert rejected["line"] == 6
    assert rejected["error"].startswith("not JSON")
