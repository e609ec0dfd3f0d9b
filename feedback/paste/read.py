"""A paste to a reading: every way of reading it is tried, the surest wins. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from feedback.paste.from_html import read_html
from feedback.paste.from_json import read_json
from feedback.paste.html_text import looks_like_html
from feedback.paste.loose_json import Loaded, load
from feedback.paste.prepare import prepare, without_fence
from feedback.paste.shape import Conversation, Note, Part, Problem, Reading, said
from feedback.paste.texts import labels, templates, thought_marks
from feedback.paste.texts.curl import read_curl

UNKNOWN = "plain"


def read_paste(pasted: str | bytes) -> Reading:
    """What was pasted, read. Never raises; without any sign of who speaks it is one message of the user."""
    prepared = prepare(pasted)
    if prepared.problem:
        return Reading(UNKNOWN, "not read", 0.0, problem=prepared.problem)
    text = prepared.text
    if not text.strip():
        return Reading("empty", "nothing was pasted", 1.0, notes=prepared.notes)
    inner = without_fence(text)
    loaded = load(inner)
    found = max(_readings(inner, loaded), key=lambda reading: reading.confidence, default=None)
    if found is None:
        found = _fallback(text, loaded)
    return _with_thinking_noted(replace(found, notes=(*prepared.notes, *found.notes, *_first_notes(found))))


def _readings(text: str, loaded: Loaded) -> Iterator[Reading]:
    if loaded.found:
        reading = read_json(loaded.value)
        if reading and reading.conversations:
            yield replace(reading, notes=(*loaded.notes, *reading.notes))
        return
    command = read_curl(text)
    if command and (reading := read_json(command)):
        yield replace(reading, source=f"curl-{reading.source}", reason=f"{reading.reason}, in a curl command")
    elif looks_like_html(text):
        reading = read_html(text, read_text)
        if reading and reading.messages:
            yield reading
    elif reading := read_text(text):
        yield reading


def read_text(text: str) -> Reading | None:
    """The surest reading of text that is neither JSON nor a page."""
    found = [*templates.read(text), labels.read(text), thought_marks.read(text)]
    return max((one for one in found if one and one.messages), key=lambda one: one.confidence, default=None)


def _fallback(text: str, loaded: Loaded) -> Reading:
    """One message of the user, which is what we know; and why it is no more."""
    problem = loaded.problem
    if loaded.found:
        problem = Problem("unknown-json", "This is JSON, but none of the shapes that hold a conversation.", 1, 1, 1)
    notes = (Note("nobody", "Nothing says who speaks; all of it was taken for one message of the user."),)
    return Reading(UNKNOWN, "read as one message of the user", 0.1, (Conversation((said("user", text),)),), notes, problem)


def _first_notes(reading: Reading) -> tuple[Note, ...]:
    return reading.conversations[0].notes if reading.conversations else ()


def _with_thinking_noted(reading: Reading) -> Reading:
    if not any(_thinks(part) for message in reading.messages for part in message.parts):
        return reading
    note = Note("thinking", "What the model thought first is kept, between <think> and </think>.")
    return replace(reading, notes=(*reading.notes, note))


def _thinks(part: Part) -> bool:
    return part.kind == "thinking"
