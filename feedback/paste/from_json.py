"""A decoded JSON value to a reading: each source is asked, the surest wins. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from feedback.paste.parts import as_dict
from feedback.paste.shape import Conversation, Note, Reading
from feedback.paste.sources import (
    alpaca,
    anthropic,
    arena,
    chatgpt,
    claude,
    deepseek,
    doubao,
    gemini,
    kimi,
    langfuse,
    open_webui,
    openai,
    qwen,
    sharegpt,
    sillytavern,
)
from feedback.paste.sources.source import Record, Source

SOURCES: tuple[Source, ...] = (
    chatgpt.SOURCE,
    claude.SOURCE,
    deepseek.SOURCE,
    open_webui.SOURCE,
    sillytavern.SOURCE,
    doubao.SOURCE,
    qwen.SOURCE,
    arena.SOURCE,
    kimi.SOURCE,
    anthropic.SOURCE,
    gemini.SOURCE,
    langfuse.SOURCE,
    sharegpt.SOURCE,
    alpaca.SOURCE,
    openai.SOURCE,
    alpaca.PAIRS,
)
# Where services and exporters put what we look for.
WRAPPERS = ("data", "biz_data", "chat", "conversation", "conversations", "items", "results", "result", "traces", "threads")
SAMPLE = 20  # records are alike: so many say which source it is
MOST = 5_000  # conversations of one paste


def read_json(value: Any) -> Reading | None:
    """The conversations in `value`, or in what it wraps; None where no source knows it."""
    for candidate in _candidates(value):
        records = _records(candidate)
        sample = records[:SAMPLE]
        scores = [(_share(source, sample) * source.confidence, source) for source in SOURCES] if sample else []
        score, source = max(scores, key=lambda pair: pair[0], default=(0.0, openai.SOURCE))
        if score > 0:
            return _reading(source, score, records)
    return None


def _share(source: Source, sample: list[Record]) -> float:
    return sum(source.read(record) is not None for record in sample) / len(sample)


def _reading(source: Source, score: float, records: list[Record]) -> Reading:
    found = [conversation for record in records[:MOST] if (conversation := source.read(record))]
    notes = []
    if len(found) > 1:
        notes.append(Note("several", f"There are {len(found):,} conversations; this is the first."))
    if len(found) < len(records):
        notes.append(Note("unread", f"{len(records) - len(found):,} of {len(records):,} records were not understood."))
    return Reading(source.name, f"read as {source.reason}", round(score, 2), tuple(_whole(found)), tuple(notes))


def _whole(found: list[Conversation]) -> Iterator[Conversation]:
    return (conversation for conversation in found if conversation.messages)


def _candidates(value: Any) -> Iterator[Any]:
    """The value, then what stands in its wrappers, down to four levels."""
    level = [value]
    for _depth in range(5):
        yield from level
        level = [item[name] for item in level if isinstance(item, dict) for name in WRAPPERS if item.get(name)]


def _records(value: Any) -> list[Record]:
    """The records in a value; a list of messages is one record."""
    if isinstance(value, dict):
        return [{_key_of([value]): [value]}] if _is_message([value]) else [value]
    if not isinstance(value, list):
        return []
    records: list[Record] = []
    for item in value if not _is_message(value) else []:
        if isinstance(item, list):
            records += [{_key_of(item): item}]
        elif isinstance(item, dict):
            records.append(item)
    return records or [{_key_of(value): value}]


_KEYS = (  # of a message, and the name under which its source looks for a list of them
    ({"mes", "is_user"}, "sillytavern"),
    ({"sender"}, "chat_messages"),
    ({"senderType"}, "data"),
    ({"from", "value"}, "conversations"),
    ({"role", "parts"}, "contents"),
    ({"user_type", "content"}, "messages"),
    ({"role", "content"}, "messages"),
    ({"role", "tool_calls"}, "messages"),
    ({"role", "blocks"}, "messages"),
)


def _is_message(value: list[Any]) -> bool:
    return _key_of(value) != "" and not any(as_dict(item).get("type") == "message" and "usage" in item for item in value[:1])


def _key_of(value: list[Any]) -> str:
    """By the first items: a header may go before the messages."""
    for item in value[:3]:
        for keys, name in _KEYS:
            if keys <= as_dict(item).keys():
                return name
    return ""
