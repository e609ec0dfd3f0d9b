"""A chat of SillyTavern: JSON lines, a header, then `mes` and `is_user`; `swipes` are other drafts of an answer. Pure.

Shape: github.com/SillyTavern/SillyTavern (src/endpoints/chats.js); `extra.reasoning` is thinking; `is_system` hides a
message from the model, but a person saw it.
"""

from __future__ import annotations

from feedback.paste.parts import as_dict, as_list, as_text, text, thinking
from feedback.paste.shape import Conversation, Message, Role
from feedback.paste.sources.source import Record, Source


def read(record: Record) -> Conversation | None:
    items = [as_dict(item) for item in as_list(record.get("sillytavern"))]
    messages = tuple(message for item in items if (message := _message(item)))
    title = next((as_text(item.get("character_name")) for item in items if item.get("character_name")), "")
    return Conversation(messages, title) if messages else None


def _message(item: Record) -> Message | None:
    said = text(item.get("mes"))
    if not said:
        return None
    role: Role = "user" if item.get("is_user") is True else "system" if item.get("is_system") is True else "assistant"
    parts = [*thinking(as_dict(item.get("extra")).get("reasoning")), *said]
    drafts = [tuple(text(draft)) for draft in as_list(item.get("swipes")) if text(draft) and draft != item["mes"]]
    return Message(role, tuple(parts), tuple(drafts))


SOURCE = Source("sillytavern", "a SillyTavern chat", 0.98, read)
