"""ShareGPT records: `conversations` of from and value, with `system` apart, and `chosen` and `rejected` as answers. Pure.

https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md; axolotl and FastChat read the same.
"""

from __future__ import annotations

from typing import Any

from feedback.paste.parts import as_dict, as_text, parts_of, text
from feedback.paste.roles import role_of
from feedback.paste.shape import Conversation, Message, Note
from feedback.paste.sources.source import Record, Source


def read(record: Record) -> Conversation | None:
    given = record.get("conversations") or record.get("conversation")
    if not isinstance(given, list) or not given:
        return None
    notes: list[Note] = []
    found = [_turn(item, notes) for item in given]
    if any(message is None for message in found):
        return None
    system = [Message("system", tuple(text(record.get("system"))))]
    answers = [_turn(record.get(name), notes) for name in ("chosen", "rejected")]
    messages = [message for message in [*system, *found] if message and message.parts]
    first, second = answers
    if first and first.parts:
        others = (second.parts,) if second and second.parts else ()
        messages.append(Message(first.role, first.parts, others))
    title = as_text(record.get("title"))
    return Conversation(tuple(messages), title, tuple(notes)) if messages else None


def _turn(item: Any, notes: list[Note]) -> Message | None:
    turn = as_dict(item)
    role = role_of(turn.get("from", turn.get("role")))
    if role is None or not turn.keys() & {"value", "content"}:
        return None
    return Message(role, tuple(parts_of(turn.get("value", turn.get("content")), notes)))


SOURCE = Source("sharegpt", "a ShareGPT record", 0.93, read)
