"""Anthropic's messages: `system` apart, content in blocks; a request, an answer or both. Pure.

https://docs.anthropic.com/en/api/messages
"""

from __future__ import annotations

from typing import Any

from feedback.paste.parts import as_dict, as_list, parts_of
from feedback.paste.roles import role_of
from feedback.paste.shape import Conversation, Message, Note
from feedback.paste.sources.source import Record, Source

_OWN_BLOCKS = {"thinking", "redacted_thinking", "tool_use", "tool_result", "server_tool_use"}


def read(record: Record) -> Conversation | None:
    asked = as_dict(record.get("request")) or record
    answered = as_dict(record.get("response")) or record
    messages = as_list(asked.get("messages"))
    is_answer = answered.get("type") == "message" and isinstance(answered.get("content"), list)
    if not (is_answer or (messages and "system" in asked) or any(map(_is_own, messages))):
        return None
    notes: list[Note] = []
    system = Message("system", tuple(parts_of(asked.get("system"), notes)))
    found = [system if system.parts else None, *(_message(as_dict(item), notes) for item in messages)]
    if is_answer:
        found.append(_message(answered, notes))
    kept = tuple(message for message in found if message and message.parts)
    return Conversation(kept, notes=tuple(notes)) if kept and len(kept) > bool(system.parts) else None


def _is_own(item: Any) -> bool:
    return any(as_dict(block).get("type") in _OWN_BLOCKS for block in as_list(as_dict(item).get("content")))


def _message(item: Record, notes: list[Note]) -> Message | None:
    role = role_of(item.get("role"))
    if role is None:
        return None
    blocks = as_list(item.get("content"))
    results = [block for block in blocks if as_dict(block).get("type") == "tool_result"]
    if results and len(results) == len(blocks):
        role = "tool"  # what a tool answered comes back in the user's name
    return Message(role, tuple(parts_of(item.get("content"), notes)))


SOURCE = Source("anthropic", "Anthropic messages", 0.95, read)
