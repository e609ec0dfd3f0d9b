"""A trace or observation of LangFuse: what went into a model, and what came out. Pure.

https://langfuse.com/docs/api-and-data-platform/features/blob-storage-export-fields,
…/faq/all/export-single-trace-or-session: the interface and the tables write camelCase, the storage export snake_case.
`input` and `output` are any JSON, often as a string.
"""

from __future__ import annotations

from typing import Any

import orjson

from feedback.paste.parts import as_dict, as_list, as_text, parts_of
from feedback.paste.shape import Conversation, Message, Note
from feedback.paste.sources import anthropic, gemini, openai
from feedback.paste.sources.source import Record, Source

_OWN = {"traceId", "trace_id", "projectId", "project_id", "observations", "htmlPath", "sessionId", "session_id", "startTime"}
_QUESTION = ("query", "question", "prompt", "input", "text", "message", "user_input")
_ANSWER = ("answer", "response", "output", "completion", "text", "content", "result", "generated_text")


def read(record: Record) -> Conversation | None:
    if not record.keys() & _OWN:
        return None
    return read_io(record) or _of_observations(as_list(record.get("observations")))


def read_io(record: Record) -> Conversation | None:
    """The conversation in `input` and `output`, whatever is in them."""
    notes: list[Note] = []
    asked = _input(decoded(record.get("input")), notes)
    answered = _output(decoded(record.get("output")), notes)
    if not asked and not answered:
        return None
    return Conversation((*asked, *answered), as_text(record.get("name")), tuple(notes))


def decoded(value: Any) -> Any:
    """JSON that stands in a string, as the tables export it."""
    if isinstance(value, str) and value[:1] in ("{", "[", '"'):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def _of_observations(observations: list[Any]) -> Conversation | None:
    """The last generation has all that went before it in its input."""
    found = [as_dict(item) for item in observations]
    generations = [item for item in found if item.get("type") == "GENERATION"] or found
    return next((conversation for item in reversed(generations) if (conversation := read_io(item))), None)


def _input(value: Any, notes: list[Note]) -> list[Message]:
    if isinstance(value, list):
        return openai.read_messages(value, notes) or []
    if isinstance(value, dict):
        for source in (anthropic, openai, gemini):
            if found := source.read(value):
                return list(found.messages)
        value = next((value[name] for name in _QUESTION if isinstance(value.get(name), str)), None)
    parts = parts_of(value, notes)
    return [Message("user", tuple(parts))] if parts else []


def _output(value: Any, notes: list[Note]) -> list[Message]:
    if isinstance(value, list):
        return openai.read_messages(value, notes) or []
    if isinstance(value, dict):
        found = openai.read_message(value, notes)
        if found and found.parts:
            return [found]
        for source in (anthropic, openai, gemini):
            if whole := source.read(value):
                return list(whole.messages)
        value = next((value[name] for name in _ANSWER if isinstance(value.get(name), str)), None)
    parts = parts_of(value, notes)
    return [Message("assistant", tuple(parts))] if parts else []


SOURCE = Source("langfuse", "a LangFuse trace", 0.94, read)
