"""OpenAI's messages: a list, a request, an answer, both, a line of a batch; Chat Completions and Responses. Pure.

https://platform.openai.com/docs/api-reference/chat/create, …/responses/create, …/batch/request-input; `reasoning_content` as
DeepSeek, Qwen and vLLM add it (https://api-docs.deepseek.com/guides/reasoning_model).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from feedback.paste.parts import as_dict, as_list, as_text, data, parts_of, text, thinking
from feedback.paste.roles import role_of
from feedback.paste.shape import Conversation, Message, Note, Part
from feedback.paste.sources.source import Record, Source
from feedback.paste.tree import with_thinking_in_place


def read(record: Record) -> Conversation | None:
    notes: list[Note] = []
    asked = as_dict(record.get("request") or record.get("body")) or record
    asked = as_dict(asked.get("body")) or asked
    answered = as_dict(record.get("response")) or record
    answered = as_dict(answered.get("body")) or answered
    messages = read_messages(asked.get("messages"), notes)
    if messages is None:
        messages = _asked_of_responses(asked, notes)
    answer = _choices(answered, notes) or _output(answered, notes)
    if not messages and not answer:
        return None
    return Conversation((*(messages or ()), *(answer or ())), as_text(record.get("title")), tuple(notes))


def read_messages(value: Any, notes: list[Note]) -> list[Message] | None:
    """The messages of a list of them; None where one has no role that we know."""
    if not isinstance(value, list) or not value:
        return None
    messages: list[Message] = []
    for at, item in enumerate(value, start=1):
        message = read_message(as_dict(item), notes)
        if message is None and at == len(value) and messages:
            break  # cut off before its content
        if message is None:
            return None
        if message.parts:
            messages.append(message)
    return with_thinking_in_place(messages)


def read_message(item: Record, notes: list[Note]) -> Message | None:
    """One message; without parts where it says nothing; None where it is no message."""
    role = role_of(item.get("role"))
    if role is None or not item.keys() & {"content", "parts", "tool_calls", "function_call", "reasoning_content", "refusal"}:
        return None
    parts: list[Part] = []
    for name in ("reasoning_content", "reasoning", "thinking"):
        if not parts:
            parts += thinking(item.get(name))
    parts += parts_of(item.get("content", item.get("parts")), notes)
    parts += text(item.get("refusal"))
    for call in as_list(item.get("tool_calls")):
        parts += data(call)
    if item.get("function_call"):
        parts += data(item["function_call"])
    return Message(role, tuple(parts))


def _choices(answered: Record, notes: list[Note]) -> list[Message] | None:
    """The first choice; the others are its alternatives."""
    found = [read_message(as_dict(as_dict(choice).get("message")), notes) for choice in as_list(answered.get("choices"))]
    messages = [message for message in found if message and message.parts]
    if not messages:
        return None
    return [replace(messages[0], alternatives=tuple(other.parts for other in messages[1:]))]


def _asked_of_responses(asked: Record, notes: list[Note]) -> list[Message]:
    """`input` of the Responses interface; only beside what nothing else has."""
    given = asked.get("input")
    if not (asked.keys() & {"instructions", "max_output_tokens", "previous_response_id"} or asked.get("object") == "response"):
        return []
    system = [Message("system", tuple(text(asked.get("instructions"))))] if as_text(asked.get("instructions")).strip() else []
    if isinstance(given, str) and given.strip():
        return [*system, Message("user", tuple(text(given)))]
    return system + (_items(as_list(given), notes) if given else [])


def _output(answered: Record, notes: list[Note]) -> list[Message] | None:
    output = as_list(answered.get("output"))
    if not any(as_dict(item).get("type") in ("message", "reasoning", "function_call") for item in output):
        return None
    return _items(output, notes) or None


def _items(items: list[Any], notes: list[Note]) -> list[Message]:
    """Messages, calls and reasoning of the Responses interface."""
    messages: list[Message] = []
    for item in map(as_dict, items):
        kind = as_text(item.get("type"))
        if role_of(item.get("role")):
            message = read_message(item, notes)
            messages += [message] if message and message.parts else []
        elif kind == "reasoning":
            messages.append(Message("assistant", tuple(parts_of([item], notes))))
        elif kind == "function_call":
            messages.append(Message("assistant", tuple(data(item))))
        elif kind == "function_call_output":
            messages.append(Message("tool", tuple(parts_of(item.get("output"), notes))))
    return with_thinking_in_place([message for message in messages if message.parts])


SOURCE = Source("openai", "OpenAI messages", 0.9, read)
