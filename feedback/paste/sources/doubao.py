"""A conversation as Doubao's pages load it: user_type, and a content that is JSON in a string. Pure.

Shape: the exporter for doubao.com on greasyfork.org (542188): `downlink_body.pull_singe_chain_downlink_body.messages`, of which
user_type 1 is the user, 2 Doubao; content_type 1 holds {"text": …}, 9999 a list of blocks, block_type 10000 being text.
"""

from __future__ import annotations

from typing import Any

import orjson

from feedback.paste.parts import as_dict, as_list, as_text, parts_of, text
from feedback.paste.shape import Conversation, Message, Note, Part
from feedback.paste.sources.source import Record, Source


def read(record: Record) -> Conversation | None:
    body = as_dict(as_dict(record.get("downlink_body")).get("pull_singe_chain_downlink_body"))
    items = [as_dict(item) for item in as_list(body.get("messages")) or as_list(record.get("messages"))]
    if not any("user_type" in item for item in items):
        return None
    notes: list[Note] = []
    items.sort(key=_time)
    messages = tuple(message for item in items if (message := _message(item, notes)))
    return Conversation(messages, notes=tuple(notes)) if messages else None


def _time(item: Record) -> int:
    written = str(item.get("create_time", ""))
    return int(written) if written.isdecimal() and len(written) < 20 else 0


def _message(item: Record, notes: list[Note]) -> Message | None:
    content = item.get("content")
    if isinstance(content, str):
        content = _decoded(content)
    parts = _parts(content, notes) or _parts(item.get("content_block"), notes)
    return Message("user" if item.get("user_type") == 1 else "assistant", tuple(parts)) if parts else None


def _decoded(content: str) -> Any:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return content


def _parts(content: Any, notes: list[Note]) -> list[Part]:
    if isinstance(content, str):
        return text(content)
    if isinstance(content, dict):
        return text(content.get("text"))
    parts: list[Part] = []
    for block in map(as_dict, as_list(content)):
        inner = as_dict(block.get("content"))
        parts += text(as_text(as_dict(inner.get("text_block")).get("text")))
        if "creation_block" in inner:
            parts_of([{"type": "image"}], notes)
    return parts


SOURCE = Source("doubao", "a Doubao conversation", 0.97, read)
