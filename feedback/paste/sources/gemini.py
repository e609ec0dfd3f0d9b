"""Gemini's contents and parts: a request, an answer with its candidates; and a prompt saved by AI Studio. Pure.

https://ai.google.dev/api/generate-content; AI Studio keeps `chunkedPrompt.chunks` in Google Drive, each with role, text and,
for thinking, isThought.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from feedback.paste.parts import as_dict, as_list, parts_of, text, thinking
from feedback.paste.roles import role_of
from feedback.paste.shape import Conversation, Message, Note
from feedback.paste.sources.source import Record, Source
from feedback.paste.tree import with_thinking_in_place


def read(record: Record) -> Conversation | None:
    notes: list[Note] = []
    asked = as_dict(record.get("request")) or record
    answered = as_dict(record.get("response")) or record
    contents = asked.get("contents")
    if isinstance(contents, dict):
        contents = [contents]
    instruction = asked.get("systemInstruction") or asked.get("system_instruction")
    messages = [
        *([_content({**as_dict(instruction), "role": "system"}, notes)] if instruction else []),
        *(_content(as_dict(item), notes) for item in as_list(contents)),
        *_candidates(answered, notes),
        *_chunks(as_dict(record.get("chunkedPrompt")), notes),
    ]
    kept = with_thinking_in_place([message for message in messages if message and message.parts])
    if not any(message.role != "system" for message in kept):
        return None
    return Conversation(tuple(kept), notes=tuple(notes))


def _content(item: Record, notes: list[Note]) -> Message | None:
    role = role_of(item.get("role", "user"))
    parts = item.get("parts")
    if role is None or not isinstance(parts, list | dict):
        return None
    blocks = parts if isinstance(parts, list) else [parts]
    if blocks and all("functionResponse" in as_dict(block) for block in blocks):
        role = "tool"
    return Message(role, tuple(parts_of(blocks, notes)))


def _candidates(answered: Record, notes: list[Note]) -> list[Message]:
    contents = [as_dict(as_dict(candidate).get("content")) for candidate in as_list(answered.get("candidates"))]
    found = [_content({**content, "role": content.get("role", "model")}, notes) for content in contents]
    messages = [message for message in found if message and message.parts]
    return [replace(messages[0], alternatives=tuple(other.parts for other in messages[1:]))] if messages else []


def _chunks(prompt: Record, notes: list[Note]) -> list[Message]:
    messages: list[Message] = []
    for chunk in map(as_dict, as_list(prompt.get("chunks"))):
        role = role_of(chunk.get("role"))
        if role:
            written: Any = thinking(chunk.get("text")) if chunk.get("isThought") else text(chunk.get("text"))
            messages.append(Message(role, tuple(written)))
            if any(key.startswith("drive") for key in chunk):
                parts_of([{"type": "file"}], notes)
    return messages


SOURCE = Source("gemini", "Gemini contents", 0.95, read)
