"""A conversation of Claude's export, or as claude.ai's own pages load it: `chat_messages` with a sender. Pure.

Shapes: github.com/Sinity/polylogue (docs/providers/claude-ai.md), github.com/withLinda/claude-conversation-exporter. `text` is
all of the answer, `content` its blocks; where pages keep drafts, `parent_message_uuid` makes a tree.
"""

from __future__ import annotations

from typing import Any

from feedback.paste.parts import as_dict, as_list, as_text, parts_of, text
from feedback.paste.roles import role_of
from feedback.paste.shape import Conversation, Message, Note
from feedback.paste.sources.source import Record, Source
from feedback.paste.tree import Node, shown_path


def read(record: Record) -> Conversation | None:
    items = [as_dict(item) for item in as_list(record.get("chat_messages"))]
    if not any("sender" in item for item in items):
        return None
    notes: list[Note] = []
    found = [_message(item, notes) for item in items]
    if any(isinstance(item.get("parent_message_uuid"), str) for item in items):
        nodes = {
            as_text(item.get("uuid")) or f"#{at}": Node(_parent(item), message)
            for at, (item, message) in enumerate(zip(items, found, strict=True))
        }
        messages = shown_path(nodes, _leaf(record), notes)
    else:
        messages = [message for message in found if message]
    return Conversation(tuple(messages), as_text(record.get("name")), tuple(notes)) if messages else None


def _message(item: Record, notes: list[Note]) -> Message | None:
    role = role_of(item.get("sender"))
    if role is None:
        return None
    blocks: list[Any] = as_list(item.get("content"))
    parts = parts_of(blocks, notes) or text(item.get("text"))
    if as_list(item.get("attachments")) or as_list(item.get("files")):
        for attached in as_list(item.get("attachments")):
            parts += text(as_dict(attached).get("extracted_content"))
        parts_of([{"type": "file"}], notes)
    return Message(role, tuple(parts)) if parts else None


def _parent(item: Record) -> str | None:
    parent = item.get("parent_message_uuid")
    return parent if isinstance(parent, str) else None


def _leaf(record: Record) -> str | None:
    leaf = record.get("current_leaf_message_uuid")
    return leaf if isinstance(leaf, str) else None


SOURCE = Source("claude-export", "a Claude export", 0.99, read)
