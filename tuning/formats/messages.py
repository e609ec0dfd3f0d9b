"""Messages of a conversation, and what makes them fit to train on.

A message has a `role` (system, user, assistant or tool) and a `content` (text). An assistant's message may carry
`tool_calls`, in OpenAI's shape (`id`, `type`, `function` with `name` and `arguments` as JSON text), and then needs no
content; a tool's message may name the call it answers (`tool_call_id`) and the tool (`name`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

Message = Mapping[str, Any]

ROLES = ("system", "user", "assistant", "tool")
_KEYS = frozenset({"role", "content", "tool_calls", "tool_call_id", "name"})


class RowError(ValueError):
    """A row that must not become training data: `field` names the place, `why` the reason."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field} {why}")
        self.field = field
        self.why = why


def check_text(text: object, field: str) -> None:
    """Raises RowError unless `text` is a str with something to read in it that UTF-8 can hold."""
    if not isinstance(text, str):
        raise RowError(field, "is not text")
    if not text or text.isspace():
        raise RowError(field, "is empty")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise RowError(field, "has a lone surrogate, which UTF-8 cannot hold") from None


def check_messages(messages: object, field: str, *, last: Sequence[str]) -> None:
    """Raises RowError unless `messages` is a conversation whose last role is one of `last`."""
    if not isinstance(messages, list | tuple) or not messages:
        raise RowError(field, "is not a list of messages")
    for index, message in enumerate(messages):
        where = f"{field}[{index}]"
        if not isinstance(message, Mapping):
            raise RowError(where, "is not a message")
        if not message.keys() <= _KEYS:
            raise RowError(where, f"has an unknown key {min(message.keys() - _KEYS)!r}")
        role = message.get("role")
        if role not in ROLES:
            raise RowError(f"{where}.role", f"is not one of {', '.join(ROLES)}")
        if role == "system" and index:
            raise RowError(f"{where}.role", "is system, which may only come first")
        if len(message) > 2:
            _check_tools(message, where)
        if not (message.get("tool_calls") and message.get("content") in ("", None)):
            check_text(message.get("content"), f"{where}.content")
    if messages[-1]["role"] not in last:
        raise RowError(field, f"ends in {messages[-1]['role']}, not in {' or '.join(last)}")
    if "assistant" in last and not messages[-1].get("content"):
        raise RowError(field, "ends in a tool call, not in a reply")


def _check_tools(message: Message, where: str) -> None:
    if "tool_calls" in message and message["role"] != "assistant":
        raise RowError(f"{where}.tool_calls", "belongs to an assistant's message")
    if ("tool_call_id" in message or "name" in message) and message["role"] != "tool":
        raise RowError(where, "names a tool call but is not from a tool")
    for key in ("tool_call_id", "name"):
        if key in message:
            check_text(message[key], f"{where}.{key}")
    for index, call in enumerate(message.get("tool_calls", ())):
        place = f"{where}.tool_calls[{index}]"
        try:
            name, arguments = call["function"]["name"], call["function"]["arguments"]
            check_text(call["id"], f"{place}.id")
        except (KeyError, TypeError):
            raise RowError(place, "has not id and function with name and arguments") from None
        check_text(name, f"{place}.function.name")
        check_text(arguments, f"{place}.function.arguments")
        try:
            orjson.loads(arguments)
        except orjson.JSONDecodeError:
            raise RowError(f"{place}.function.arguments", "is not JSON") from None
