"""GitHub issues as its REST interface lists them: one JSON array, or one issue a line. Pure.

https://docs.github.com/en/rest/issues/issues; pull requests, which the same list holds, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from feedback.imports.lines import BadLine, Item
from feedback.imports.objects import list_of, read_objects, shaped


def read(source: BinaryIO) -> Iterator[Item]:
    for number, issue in read_objects(source):
        if isinstance(issue, BadLine) or "pull_request" not in issue:
            yield number, shaped(_report, issue, "a GitHub issue")


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
