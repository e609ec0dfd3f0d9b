"""The demo's files, as plain values. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import orjson

from config.env import ROOT

FOLDER = ROOT / "demo"
SOURCE = "demo"


@cache
def reports() -> list[dict[str, Any]]:
    """Report JSON, oldest first; their times end at a fixed day, see `moved`."""
    return _lines("reports.jsonl")


@cache
def decisions() -> list[dict[str, Any]]:
    """What the demo's moderators decide: report, verb, labels, reason, by."""
    return _lines("decisions.jsonl")


@cache
def tags() -> list[dict[str, Any]]:
    """Tags with their Chinese names, and the titles of threads and external ids of reports that bear them."""
    return _lines("tags.jsonl")


@cache
def community() -> dict[str, Any]:
    """Team, products, threads, what is said to reports, recipes and the release."""
    found: dict[str, Any] = orjson.loads((FOLDER / "community.json").read_bytes())
    return found


def first_time() -> datetime:
    return datetime.fromisoformat(reports()[0]["created_at"])


def newest_time() -> datetime:
    return datetime.fromisoformat(reports()[-1]["created_at"])


def moved(by: timedelta) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, report) with each time moved, as `import_reports` takes them."""
    for number, report in enumerate(reports(), start=1):
        at = datetime.fromisoformat(report["created_at"]) + by
        yield number, {**report, "created_at": at.isoformat()}


def _lines(name: str) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in (FOLDER / name).read_bytes().splitlines()]
