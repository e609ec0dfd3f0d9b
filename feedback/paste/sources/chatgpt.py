"""A conversation of ChatGPT's `conversations.json`: a tree of messages under `mapping`, of which `current_node` ends the path
that was shown. Pure.

Shapes: github.com/mitkury/chatgpt-export-parser (docs/chatgpt-data-export-format.md), github.com/pionxzh/chatgpt-exporter.
content_type is text, multimodal_text, code, execution_output, tether_quote, thoughts, reasoning_recap, user_editable_context …
Hidden messages (empty system ones, the user's profile, recaps of thinking) are left out, as the page leaves them out.
"""

from __future__ import annotations

from typing import Any

from feedback.paste.parts import as_dict, as_list, as_text, data, parts_of, text, thinking
from feedback.paste.roles import role_of
from feedback.paste.shape import Conversation, Message, Note, Part
from feedback.paste.sources.source import Record, Source
from feedback.paste.tree import Node, shown_path

_HIDDEN = {"user_editable_context", "model_editable_context", "reasoning_recap"}


def read(record: Record) -> Conversation | None:
    mapping = as_dict(record.get("mapping"))
    if not any("author" in as_dict(as_dict(node).get("message")) for node in mapping.values()):
        return None
    notes: list[Note] = []
    nodes = {key: Node(_key(as_dict(node).get("parent")), _message(as_dict(node), notes)) for key, node in mapping.items()}
    messages = shown_path(nodes, _key(record.get("current_node")), notes)
    return Conversation(tuple(messages), as_text(record.get("title")), tuple(notes)) if messages else None


def _key(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _message(node: Record, notes: list[Note]) -> Message | None:
    message = as_dict(node.get("message"))
    author = as_dict(message.get("author"))
    content = as_dict(message.get("content"))
    role = role_of(author.get("role"))
    kind = as_text(content.get("content_type"))
    if role is None or kind in _HIDDEN or as_dict(message.get("metadata")).get("is_visually_hidden_from_conversation") is True:
        return None
    parts = _parts(kind, content, notes)
    return Message(role, tuple(parts)) if parts else None


def _parts(kind: str, content: Record, notes: list[Note]) -> list[Part]:
    if kind == "thoughts":
        return [part for thought in as_list(content.get("thoughts")) for part in thinking(as_dict(thought).get("content"))]
    if "parts" in content:
        return [part for piece in as_list(content["parts"]) for part in _piece(piece, notes)]
    if isinstance(content.get("text"), str):  # code, execution_output, tether_quote
        return text(content["text"])
    return text(content.get("result")) or (data(content) if kind not in ("", "text") else [])


def _piece(piece: Any, notes: list[Note]) -> list[Part]:
    kind = as_text(as_dict(piece).get("content_type"))
    if kind == "audio_transcription":
        return text(piece.get("text"))
    return parts_of([{"type": "image"}] if kind.endswith("pointer") else [piece], notes)


SOURCE = Source("chatgpt-export", "a ChatGPT export", 0.99, read)
