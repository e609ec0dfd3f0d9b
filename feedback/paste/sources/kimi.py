"""A conversation as Kimi's pages load it: `messages` of blocks, or `items` of a role and a content. Pure.

Shapes: the exporters for kimi.com on greasyfork.org (542188, 552371): ListMessages gives `messages` with role, and
`blocks` that hold `text.content`, `think.content` or tools; the older /segment/scroll gives `items`.
"""

from __future__ import annotations

from typing import Any

from feedback.paste.parts import as_dict, as_list, as_text, parts_of, text, thinking
from feedback.paste.roles import role_of
from feedback.paste.shape import Conversation, Message, Note, Part
from feedback.paste.sources.source import Record, Source


def read(record: Record) -> Conversation | None:
    items = [as_dict(item) for item in as_list(record.get("messages")) or as_list(record.get("items"))]
    if "items" not in record and not any(isinstance(item.get("blocks"), list) for item in items):
        return None
    notes: list[Note] = []
    found = [_message(item, notes) for item in items]
    messages = tuple(message for message in found if message)
    if not messages:
        return None
    if _newest_first(items):
        messages = messages[::-1]
    return Conversation(messages, as_text(record.get("title", record.get("name"))), tuple(notes))


def _message(item: Record, notes: list[Note]) -> Message | None:
    role = role_of(as_text(item.get("role")).removeprefix("ROLE_"))
    parts = [part for block in as_list(item.get("blocks")) for part in _block(as_dict(block), notes)]
    parts = parts or parts_of(item.get("content"), notes)
    return Message(role, tuple(parts)) if role and parts else None


def _block(block: Record, notes: list[Note]) -> list[Part]:
    if "think" in block:
        return thinking(as_dict(block["think"]).get("content"))
    if "text" in block:
        return text(as_dict(block["text"]).get("content", block["text"]))
    if block.keys() & {"file", "image"}:
        parts_of([{"type": "file"}], notes)
    return []


def _newest_first(items: list[Record]) -> bool:
    times: list[Any] = [item.get("createTime", item.get("created_at")) for item in items]
    return all(isinstance(time, str) for time in times) and times == sorted(times, reverse=True) and times != sorted(times)


SOURCE = Source("kimi", "a Kimi conversation", 0.95, read)
