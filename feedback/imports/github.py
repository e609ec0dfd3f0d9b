"""GitHub issues as its REST interface lists them: one JSON array, or one issue a line. Pure.

https://docs.github.com/en/rest/issues/issues; pull requests, which the same list holds, are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import orjson

from feedback.imports.lines import BadLine, Item
from feedback.imports.lines import read as read_lines


def read(source: BinaryIO) -> Iterator[Item]:
    for number, issue in read_objects(source):
        if isinstance(issue, BadLine) or "pull_request" not in issue:
            yield number, shaped(_report, issue, "a GitHub issue")


def shaped(
    make: Callable[[dict[str, Any]], dict[str, Any]], found: dict[str, Any] | BadLine, kind: str
) -> dict[str, Any] | BadLine:
    """The report that `make` finds in an object; what it does not find where `kind` has it makes the object a bad line."""
    if isinstance(found, BadLine):
        return found
    try:
        return make(found)
    except BadLine as error:
        return error
    except (AttributeError, IndexError, KeyError, TypeError):
        return BadLine(f"does not have the shape of {kind}")


def read_objects(source: BinaryIO) -> Iterator[Item]:
    start = source.peek(64).lstrip()[:1] if hasattr(source, "peek") else b""
    if start != b"[":
        yield from read_lines(source)
        return
    try:
        issues = orjson.loads(source.read())
    except orjson.JSONDecodeError as error:
        yield 1, BadLine(f"not JSON: {error}")
        return
    for number, issue in enumerate(issues, start=1):
        yield number, issue if isinstance(issue, dict) else BadLine("not a JSON object")


def _report(issue: dict[str, Any]) -> dict[str, Any]:
    known_as = issue.get("node_id") or issue.get("html_url") or issue.get("id") or issue.get("number")
    if not isinstance(issue.get("title"), str) or not known_as:
        raise BadLine("title or id: is missing; is this a list of GitHub issues?")
    user = issue.get("user") or {}
    labels = [label if isinstance(label, str) else str(label.get("name", "")) for label in list_of(issue, "labels")]
    report: dict[str, Any] = {
        "external_id": str(known_as),
        "title": issue["title"],
        "body": issue.get("body") or "",
        "tags": [label[:40] for label in labels if label][:20],
    }
    if user.get("login"):
        report["author"] = {"external_id": str(user.get("id") or user["login"]), "name": str(user["login"])}
    if issue.get("created_at"):
        report["created_at"] = issue["created_at"]
    return report


def list_of(found: dict[str, Any], name: str) -> list[Any]:
    """The list of that name, empty where there is none; raises TypeError where something else stands there."""
    held = found.get(name) or []
    if not isinstance(held, list):
        raise TypeError(name)
    return held
