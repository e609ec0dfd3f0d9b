"""A conversation as Tongyi's pages load it: `data` of senderType and contents. Pure.

Shape: the exporter for tongyi.com on greasyfork.org (542188). What chat.qwen.ai exports is Open WebUI's tree, whose answers
stand in `content_list` by phase: see `open_webui`.
"""

from __future__ import annotations

from feedback.paste.parts import as_dict, as_list, as_text, parts_of, text, thinking
from feedback.paste.shape import Conversation, Message, Note, Part
from feedback.paste.sources.source import Record, Source


def read(record: Record) -> Conversation | None:
    items = [as_dict(item) for item in as_list(record.get("data"))]
    if not any("senderType" in item for item in items):
        return None
    notes: list[Note] = []
    if all(isinstance(item.get("createTime"), int | float) for item in items):
        items.sort(key=lambda item: float(item["createTime"]))
    messages = tuple(message for item in items if (message := _message(item, notes)))
    return Conversation(messages, as_text(record.get("title")), tuple(notes)) if messages else None


def _message(item: Record, notes: list[Note]) -> Message | None:
    parts: list[Part] = []
    for content in map(as_dict, as_list(item.get("contents"))):
        kind = as_text(content.get("contentType"))
        if kind == "think":
            parts += thinking(content.get("content"))
        elif kind in ("text", "referenceLink", ""):
            parts += text(content.get("content"))
        else:
            parts_of([{"type": "file"}], notes)
    role = "user" if item.get("senderType") == "USER" else "assistant"
    return Message(role, tuple(parts)) if parts else None  # type: ignore[arg-type]


SOURCE = Source("qwen", "a Tongyi Qianwen conversation", 0.97, read)
