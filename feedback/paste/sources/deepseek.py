"""A conversation of DeepSeek's export (`mapping` with fragments), or as its pages load it (`chat_messages`). Pure.

Shapes: github.com/xionglongztz/DeepSeekDataExporter, github.com/DavidShiang/DeepSeek2md. A fragment is REQUEST,
RESPONSE, THINK, SEARCH (its results are left out and said), TIP or a file; older exports have `content` and
`reasoning_content`.
"""

from __future__ import annotations

from typing import Any

from feedback.paste.parts import as_dict, as_list, as_text, parts_of, text, thinking
from feedback.paste.roles import role_of
from feedback.paste.shape import Conversation, Message, Note, Part, Role
from feedback.paste.sources.source import Record, Source
from feedback.paste.tree import Node, shown_path


def read(record: Record) -> Conversation | None:
    notes: list[Note] = []
    mapping = as_dict(record.get("mapping"))
    if any(_is_ours(as_dict(as_dict(node).get("message"))) for node in mapping.values()):
        nodes = {
            key: Node(_key(as_dict(node).get("parent")), _of_export(as_dict(node), notes)) for key, node in mapping.items()
        }
        messages = shown_path(nodes, None, notes)
        return Conversation(tuple(messages), as_text(record.get("title")), tuple(notes)) if messages else None
    items = [as_dict(item) for item in as_list(record.get("chat_messages"))]
    if not any(isinstance(item.get("role"), str) for item in items):
        return None
    loaded = {
        str(item.get("message_id", f"#{at}")): Node(_key(item.get("parent_id")), _of_page(item, notes))
        for at, item in enumerate(items)
    }
    shown = record.get("chat_session")
    messages = shown_path(loaded, _key(as_dict(shown).get("current_message_id")), notes)
    if not any(node.parent for node in loaded.values()):
        messages = [node.message for node in loaded.values() if node.message]
    return Conversation(tuple(messages), as_text(as_dict(shown).get("title")), tuple(notes)) if messages else None


def _is_ours(message: Record) -> bool:
    return isinstance(message.get("fragments"), list) or (
        "author" not in message and "content" in message and "model" in message
    )


def _key(value: Any) -> str | None:
    return str(value) if isinstance(value, str | int) else None


def _of_export(node: Record, notes: list[Note]) -> Message | None:
    message = as_dict(node.get("message"))
    fragments = as_list(message.get("fragments"))
    if fragments:
        asks = any(as_dict(fragment).get("type") == "REQUEST" for fragment in fragments)
        return _made("user" if asks else "assistant", _fragments(fragments, notes), message, notes)
    role: Role = role_of(message.get("role")) or ("assistant" if message.get("reasoning_content") else "user")
    return _made(role, [*thinking(message.get("reasoning_content")), *text(message.get("content"))], message, notes)


def _of_page(item: Record, notes: list[Note]) -> Message | None:
    role = role_of(item.get("role"))
    parts = _fragments(as_list(item.get("fragments")), notes)
    parts = parts or [*thinking(item.get("thinking_content")), *text(item.get("content"))]
    return _made(role, parts, item, notes) if role else None


def _made(role: Role, parts: list[Part], message: Record, notes: list[Note]) -> Message | None:
    if as_list(message.get("files")):
        parts_of([{"type": "file"}], notes)
    return Message(role, tuple(parts)) if parts else None


def _fragments(fragments: list[Any], notes: list[Note]) -> list[Part]:
    parts: list[Part] = []
    for fragment in map(as_dict, fragments):
        kind = as_text(fragment.get("type"))
        if kind == "THINK":
            parts += thinking(fragment.get("content"))
        elif kind in ("REQUEST", "RESPONSE", "TIP"):
            parts += text(fragment.get("content"))
        elif not any(note.code == "search" for note in notes):
            notes.append(Note("search", f"Search results and the like ({kind.lower()}) were left out."))
    return parts


SOURCE = Source("deepseek-export", "a DeepSeek export", 0.99, read)
