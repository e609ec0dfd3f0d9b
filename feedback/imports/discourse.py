"""Topics of a Discourse forum, as `/t/ID.json` gives them, one a line or as one JSON array. Pure.

The first post is the report; what others answered stays in the forum.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, BinaryIO

from feedback.imports.lines import BadLine, Item
from feedback.imports.objects import list_of, read_objects, shaped


def read(source: BinaryIO) -> Iterator[Item]:
    for number, topic in read_objects(source):
        yield number, shaped(_report, topic, "a Discourse topic")


def _report(topic: dict[str, Any]) -> dict[str, Any]:
    posts = list_of(topic.get("post_stream") or {}, "posts")
    if not isinstance(topic.get("title"), str) or not topic.get("id") or not posts:
        raise BadLine("title, id or post_stream.posts: is missing; is this a Discourse topic?")
    first = posts[0]
    report: dict[str, Any] = {
        "external_id": str(topic["id"]),
        "title": topic["title"],
        "body": first.get("raw") or plain(first.get("cooked") or ""),
        "tags": [str(tag)[:40] for tag in list_of(topic, "tags")][:20],
    }
    if first.get("username"):
        report["author"] = {"external_id": str(first.get("user_id") or first["username"]), "name": first["username"]}
    if first.get("created_at"):
        report["created_at"] = first["created_at"]
    return report


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "li", "pre", "blockquote", "h1", "h2", "h3"}:
            self.pieces.append("\n")


def plain(html: str) -> str:
    reader = _Plain()
    reader.feed(html)
    return "".join(reader.pieces).strip()
