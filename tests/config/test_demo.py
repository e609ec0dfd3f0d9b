"""The demo's files hold what they promise. That a worker takes them in is told in the journeys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from config.demo import files
from feedback.schema import parse_report

# What is written to be read; ids and times are not, and a fixed one looks like a phone number now and then.
NOT_WORDS = {"external_id", "created_at"}


def words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in NOT_WORDS:
                yield from words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner)


def test_every_line_is_a_report():
    for report in files.reports():
        parse_report(report)


def test_ids_are_unique():
    assert Counter(report["external_id"] for report in files.reports()).most_common(1)[0][1] == 1


def test_both_languages_are_there_in_number():
    spoken = Counter(report["language"] for report in files.reports())
    assert spoken["zh"] >= 80
    assert spoken["zh-Hant"] >= 5
    assert spoken["en"] >= 80


def test_reports_are_in_the_order_of_their_times():
    times = [report["created_at"] for report in files.reports()]
    assert times == sorted(times)
    assert timedelta(days=40) < files.newest_time() - files.first_time() < timedelta(days=50)


def test_moving_the_times_keeps_reports_valid_and_their_distances():
    moved = [parse_report(report).created_at for _, report in files.moved(timedelta(days=3))]
    assert moved[0] == files.first_time() + timedelta(days=3)
    assert moved[-1] == files.newest_time() + timedelta(days=3)


@pytest.mark.parametrize("name", ["reports", "decisions", "community", "tags"])
def test_no_personal_data_is_in_it(name):
    from base.pii.scan import scan

    found = [(text[span.start : span.end], span.type) for text in words(getattr(files, name)()) for span in scan(text)]
    assert found == []


def test_decisions_are_about_reports_and_say_why_where_they_decline():
    known = {report["external_id"] for report in files.reports()}
    team = {one["name"] for one in files.community()["team"] if one["role"] == "moderator"}
    for decision in files.decisions():
        assert decision["report"] in known
        assert decision["by"] in team
        assert decision["reason"] if decision["verb"] == "decline" else decision["labels"]


def test_the_desk_is_left_something_to_do():
    assert 0.3 < len(files.decisions()) / len(files.reports()) < 0.6


def test_released_reports_were_accepted_as_signals_and_may_be_trained_on():
    accepted = {d["report"] for d in files.decisions() if d["verb"] == "accept" and "training_signal" in d["labels"]}
    consented = {r["external_id"] for r in files.reports() if r["consent"]["scope"] == "training"}
    release = files.community()["release"]
    assert set(release["answers"]) <= accepted & consented
    assert {*release["confirmed"], *release["not_fixed"]} <= set(release["answers"])


def test_reports_name_registered_versions_only():
    out = {(p["slug"], v["name"]) for p in files.community()["products"] for v in p["versions"]}
    named = {(r["model"], r["model_version"]) for r in files.reports() if "model" in r}
    assert named <= out


def test_the_notice_names_every_source():
    notice = (files.FOLDER / "NOTICE.md").read_text()
    prefixes = {re.match(r"dpo-zh-|dpo-en-|[a-z]+-en-|[a-z]+-", report["external_id"])[0] for report in files.reports()}
    for prefix in prefixes:
        assert f"`{prefix}`" in notice


def test_tags_are_of_what_is_there_and_named_in_both_languages():
    reported = {report["external_id"] for report in files.reports()}
    said = {thread["title"] for thread in files.community()["threads"]}
    for tag in files.tags():
        assert tag["name_zh"]
        assert set(tag["reports"]) <= reported
        assert set(tag["threads"]) <= said
    assert sum(len(tag["reports"]) for tag in files.tags()) > 60
