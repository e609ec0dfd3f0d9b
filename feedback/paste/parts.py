"""The content of a message, as the model interfaces write it, to parts. Pure.

Shapes: https://platform.openai.com/docs/api-reference/chat/create (text, refusal, image_url, tool_calls; Responses:
input_text, output_text, reasoning), https://docs.anthropic.com/en/api/messages (text, thinking, tool_use, tool_result),
https://ai.google.dev/api/caching#Part (text, thought, functionCall, functionResponse, inlineData).
"""

from __future__ import annotations

from typing import Any

import orjson

from feedback.paste.shape import Note, Part

_TEXTS = ("text", "input_text", "output_text", "refusal", "summary_text", "markdown")
_THINKING = ("thinking", "reasoning", "redacted_thinking", "thought", "think")
_CALLS = ("tool_use", "server_tool_use", "tool_call", "function_call", "functionCall", "function_call_output")
_ATTACHED = (
    "image",
    "image_url",
    "input_image",
    "image_file",
    "file",
    "input_file",
    "document",
    "audio",
    "input_audio",
    "video",
)


def as_dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def as_text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def data(value: Any) -> list[Part]:
    """A JSON value, written anew; deeper than 254 levels, which cannot be written, it is nothing."""
    try:
        return [Part("data", orjson.dumps(value).decode())]
    except (TypeError, ValueError):
        return []


def text(value: Any) -> list[Part]:
    return [Part("text", value)] if isinstance(value, str) and value.strip() else []


def thinking(value: Any) -> list[Part]:
    return [Part("thinking", value)] if isinstance(value, str) and value.strip() else []


def parts_of(content: Any, notes: list[Note]) -> list[Part]:
    """The parts of `content`; what is left out is said in `notes`."""
    if isinstance(content, str):
        return text(content)
    blocks = content if isinstance(content, list) else [content]
    return [part for block in blocks for part in _block(block, notes)]


def _block(block: Any, notes: list[Note]) -> list[Part]:
    if block is None or isinstance(block, str):
        return text(block)
    if not isinstance(block, dict):
        return data(block)
    kind = as_text(block.get("type"))
    if kind in _ATTACHED or "inlineData" in block or "inline_data" in block or "fileData" in block:
        return _attachment(kind or "file", notes)
    if kind in _THINKING or block.get("thought") is True:
        return _thought(block, notes)
    if kind == "tool_result":
        return _result(block.get("content"), notes)
    if kind in _CALLS or "functionCall" in block or "functionResponse" in block:
        return data(block)
    for name in ("text", "refusal", "content", "value"):
        if isinstance(block.get(name), str) and (kind in _TEXTS or kind in ("", name)):
            return text(block[name])
    if isinstance(block.get("text"), dict):  # the Assistants interface: {"text": {"value": …}}
        return text(block["text"].get("value", block["text"].get("content")))
    return data(block)


def _thought(block: dict[str, Any], notes: list[Note]) -> list[Part]:
    for name in ("thinking", "text", "reasoning", "content", "think"):
        if isinstance(block.get(name), str):
            return thinking(block[name])
    found = [part for piece in as_list(block.get("summary")) for part in thinking(as_dict(piece).get("text"))]
    if not found:
        notes.append(Note("hidden-thinking", "A part of the thinking is not readable (encrypted or empty) and was left out."))
    return found


def _result(content: Any, notes: list[Note]) -> list[Part]:
    """What a tool answered: a text, or blocks with texts."""
    found: list[Part] = []
    for block in content if isinstance(content, list) else [content]:
        shown = as_dict(block).get("text", block)
        if as_dict(block).get("type") in _ATTACHED:
            found += _attachment("image", notes)
        else:
            found += text(shown) if isinstance(shown, str) or shown is None else data(shown)
    return found


def _attachment(kind: str, notes: list[Note]) -> list[Part]:
    if not any(note.code == "attachment" for note in notes):
        words = f"The conversation has an attachment ({kind.replace('_', ' ')}), which was left out."
        notes.append(Note("attachment", words))
    return []
