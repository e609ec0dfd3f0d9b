"""A chat of Open WebUI, as it exports one or all: `chat.history.messages` is a tree, `currentId` the shown leaf. Pure.

Shape: github.com/open-webui/open-webui (backend/open_webui/models/chats.py). Several models that answer side by side
are children of one question. chat.qwen.ai exports the same tree, with `content_list` by phase (think, answer).
"""

from __future__ import annotations

from typing import Any

from feedback.paste.parts import as_dict, as_list, as_text, parts_of, text, thinking
from feedback.paste.roles import role_of
from feedback.paste.shape import Conversation, Message, Note, Part
from feedback.paste.sources.openai import read_messages
from feedback.paste.sources.source import Record, Source
from feedback.paste.tree import Node, shown_path


def read(record: Record) -> Conversation | None:
    chat = as_dict(record.get("chat")) or record
    history = as_dict(chat.get("history"))
    return read_history(history, as_text(record.get("title") or chat.get("title")), as_list(chat.get("messages")))


def read_history(history: Record, title: str, flat: list[Any], leaf: str | None = None) -> Conversation | None:
    """The path to `leaf`, or to the leaf that was shown; without a tree, the flat list of messages."""
    notes: list[Note] = []
    tree = as_dict(history.get("messages"))
    if not tree:
        messages = read_messages(flat, notes) if "currentId" in history else None
        return Conversation(tuple(messages), title, tuple(notes)) if messages else None
    nodes = {key: Node(_key(as_dict(item).get("parentId")), _message(as_dict(item), notes)) for key, item in tree.items()}
    messages = shown_path(nodes, leaf if leaf in nodes else _key(history.get("currentId")), notes)
    return Conversation(tuple(messages), title, tuple(notes)) if messages else None


def _key(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _message(item: Record, notes: list[Note]) -> Message | None:
    role = role_of(item.get("role"))
    parts: list[Part] = []
    for piece in map(as_dict, as_list(item.get("content_list"))):
        written = piece.get("content")
        parts += thinking(written) if piece.get("phase") in ("think", "thinking_summary") else text(written)
    parts = parts or [*thinking(item.get("reasoning_content")), *parts_of(item.get("content"), notes)]
    if as_list(item.get("files")):
        parts_of([{"type": "file"}], notes)
    return Message(role, tuple(parts)) if role and parts else None


SOURCE = Source("open-webui", "an Open WebUI chat", 0.98, read)
