"""A saved page to a reading: its marked turns, the data in its scripts, or what its text says. Pure.

Older shared links of ChatGPT hold their conversation in the script `__NEXT_DATA__`; `chat.html` of a ChatGPT export
holds all of them as `var jsonData = […]`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson

from feedback.paste.from_json import read_json
from feedback.paste.html_text import Page, read_page
from feedback.paste.loose_json import end_of_value
from feedback.paste.parts import as_dict
from feedback.paste.shape import Conversation, Message, Note, Part, Reading
from feedback.paste.tree import with_thinking_in_place

NAMES = {
    "chatgpt": "a saved ChatGPT page",
    "claude": "a saved Claude page",
    "gemini": "a saved Gemini page",
    "deepseek": "a saved DeepSeek page",
    "doubao": "a saved Doubao page",
    "kimi": "a saved Kimi page",
    "qwen": "a saved Qwen page",
    "open-webui": "a saved Open WebUI page",
    "marked": "a saved page that marks its speakers",
}
# Where the script of an old shared link has the conversation, each name inside the one before.
_IN_NEXT = ("props", "pageProps", "serverResponse", "data")


def read_html(source: str, read_text: Callable[[str], Reading | None]) -> Reading | None:
    """The best that the page gives; `read_text` reads its visible text where nothing is marked."""
    page = read_page(source)
    if page.turns:
        return _marked(page)
    for script in page.scripts:
        if found := _in_script(script):
            return found
    found = read_text(page.text)
    if found is None:
        return None
    note = Note("page-text", "The page marks no speakers; its visible text was read.")
    return replace(found, notes=(*found.notes, note))


def _marked(page: Page) -> Reading:
    source = page.turns[0][1]
    messages = [
        Message("assistant", (Part("thinking", text),)) if who == "thinking" else Message(who, (Part("text", text),))
        for who, _source, text in page.turns
    ]
    notes = [Note("page", "Buttons, menus and hidden text of the page were left out; so was the form of tables and formulas.")]
    if len({message.role for message in messages} & {"user", "assistant"}) < 2:
        notes.append(Note("one-sided", f"Only the {messages[0].role} is marked in this page."))
    conversation = Conversation(tuple(with_thinking_in_place(messages)))
    return Reading(f"{source}-page", f"read as {NAMES[source]}", 0.93, (conversation,), tuple(notes))


def _in_script(script: str) -> Reading | None:
    at = script.find("var jsonData = ")
    if at >= 0:
        return _of_value(_value(script, at + len("var jsonData = ")))
    if script.lstrip().startswith("{") and '"mapping"' in script:
        value = _value(script, script.index("{"))
        for name in _IN_NEXT:
            value = as_dict(value).get(name, value)
        return _of_value(value)
    return None


def _value(script: str, start: int) -> Any:
    end = end_of_value(script, start)
    try:
        return orjson.loads(script[start:end]) if end else None
    except orjson.JSONDecodeError:
        return None


def _of_value(value: Any) -> Reading | None:
    return read_json(value) if value is not None else None
