"""OpenAI fine-tuning: `messages` with weights, or `input` with a preferred and a non-preferred output.

No other column is allowed, so a record has no `row_id`: the lineage maps line numbers. Rules: OpenAI's guide (weight 0
or 1 on assistant messages only, a tool's message answers a call before it, at least 10 rows, at most 512 MB a file) and
`together/utils/files.py` (together 1.5.34), `validate_messages` and `validate_preference_openai`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from tuning.formats.base import (
    PREFERENCE_KINDS,
    SFT_KINDS,
    TEXT,
    TOOL_CALLS,
    Format,
    Record,
    Unfit,
    conversation_of,
    problem_of_text,
    problems_of_keys,
    prompt_of,
)
from tuning.formats.canonical import CanonicalRow, same_text
from tuning.formats.messages import ROLES, Message

MIN_ROWS = 10
MAX_BYTES = 512_000_000

_TOOL_FIELDS = [("tool_calls", TOOL_CALLS), ("tool_call_id", TEXT), ("name", TEXT)]
_REPLY = pa.list_(pa.struct([("role", TEXT), ("content", TEXT)]))
_INPUT_MESSAGE = pa.struct([("role", TEXT), ("content", TEXT), *_TOOL_FIELDS])
SFT_SCHEMA = pa.schema(
    [("messages", pa.list_(pa.struct([("role", TEXT), ("content", TEXT), ("weight", pa.int8()), *_TOOL_FIELDS])))]
)
PREFERENCE_SCHEMA = pa.schema(
    [
        (
            "input",
            pa.struct([("messages", pa.list_(_INPUT_MESSAGE)), ("tools", pa.list_(TEXT)), ("parallel_tool_calls", pa.bool_())]),
        ),
        ("preferred_output", _REPLY),
        ("non_preferred_output", _REPLY),
    ]
)


def _answer_calls(messages: Sequence[Message]) -> list[Message]:
    """The messages themselves. Raises Unfit where a tool's message answers no call: OpenAI refuses the whole file."""
    open_calls: set[str] = set()
    for message in messages:
        if message["role"] == "tool":
            if message.get("tool_call_id") not in open_calls:
                raise Unfit("a tool's message that answers no tool call")
            open_calls.discard(message["tool_call_id"])
        elif open_calls:
            raise Unfit("a tool call without its answer")
        else:
            open_calls = {call["id"] for call in message.get("tool_calls", ())}
    if open_calls:
        raise Unfit("a tool call without its answer")
    return list(messages)


def write_sft(row: CanonicalRow) -> Record:
    """Only the last reply has weight 1: the earlier ones are what was said, not what is to be learnt."""
    messages = _answer_calls(conversation_of(row))
    last = len(messages) - 1
    for index, message in enumerate(messages):
        if message["role"] == "assistant":
            messages[index] = {**message, "weight": int(index == last)}
    return {"messages": messages}


def write_preference(row: CanonicalRow) -> Record:
    return {
        "input": {"messages": _answer_calls(prompt_of(row)), "tools": [], "parallel_tool_calls": True},
        "preferred_output": [{"role": "assistant", "content": row.chosen}],
        "non_preferred_output": [{"role": "assistant", "content": row.rejected}],
    }


def _check_message(message: Mapping[str, Any], where: str, *, weights: bool) -> list[str]:
    role = message.get("role")
    problems = [] if role in ROLES else [f"{where}.role is {role!r}"]
    if "weight" in message:
        weight = message["weight"]
        if not weights or role != "assistant" or type(weight) is not int or weight not in (0, 1):
            problems.append(f"{where}.weight is {weight!r} on a message of {role}")
    if "tool_calls" in message and role != "assistant":
        problems.append(f"{where}.tool_calls on a message of {role}")
    if not message.get("tool_calls"):
        problems += problem_of_text(message.get("content"), f"{where}.content")
    extra = message.keys() - {"role", "content", "weight", "tool_calls", "tool_call_id", "name"}
    return problems + [f"{where}.{key} is unknown" for key in sorted(extra)]


def _check_list(messages: object, where: str, *, weights: bool = False) -> list[str]:
    if not isinstance(messages, list) or not messages:
        return [f"{where} is not a list of messages"]
    problems: list[str] = []
    for index, message in enumerate(messages):
        problems += _check_message(message, f"{where}[{index}]", weights=weights)
    if not problems:
        try:
            _answer_calls(messages)
        except Unfit as error:
            problems.append(f"{where} has {error}")
    return problems


def check_sft(record: Mapping[str, Any]) -> list[str]:
    problems = problems_of_keys(record, SFT_SCHEMA) + _check_list(record.get("messages"), "messages", weights=True)
    if problems:
        return problems
    if record["messages"][-1]["role"] != "assistant":
        return ["messages does not end in an assistant's reply"]
    weights = [message.get("weight", 1) for message in record["messages"] if message["role"] == "assistant"]
    return [] if any(weights) else ["no message has a weight: nothing is learnt"]


def check_preference(record: Mapping[str, Any]) -> list[str]:
    given = record.get("input")
    if not isinstance(given, Mapping):
        return ["input is not an object"]
    problems = problems_of_keys(record, PREFERENCE_SCHEMA) + _check_list(given.get("messages"), "input.messages")
    if not problems and given["messages"][-1]["role"] == "assistant":
        problems.append("input.messages ends in assistant")
    for name in ("preferred_output", "non_preferred_output"):
        reply = record.get(name)
        problems += _check_list(reply, name)
        if isinstance(reply, list) and [message.get("role") for message in reply] != ["assistant"]:
            problems.append(f"{name} is not exactly one message of the assistant's")
    if not problems and same_text(record["preferred_output"][0]["content"], record["non_preferred_output"][0]["content"]):
        problems.append("the two outputs are the same")
    return problems


OPENAI_FORMATS = (
    Format("openai-sft", SFT_KINDS, SFT_SCHEMA, write_sft, check_sft, max_bytes=MAX_BYTES, min_rows=MIN_ROWS),
    Format(
        "openai-preference",
        PREFERENCE_KINDS,
        PREFERENCE_SCHEMA,
        write_preference,
        check_preference,
        max_bytes=MAX_BYTES,
        min_rows=MIN_ROWS,
    ),
)
