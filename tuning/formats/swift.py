"""ms-swift: `messages`, with `rejected_response` for a pair and `label` for a judgement.

Rules: `swift/dataset/preprocessor/core.py` (ms-swift 4.6), `RowPreprocessor._check_messages` and
`_check_rejected_response`; `batched_preprocess` deletes a row that breaks one, with a log line only.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import pyarrow as pa

from tuning.formats.base import (
    KTO_KINDS,
    MESSAGES,
    PREFERENCE_KINDS,
    SFT_KINDS,
    TEXT,
    Format,
    Record,
    conversation_of,
    problem_of_text,
    problems_of_keys,
    prompt_of,
    schema_of,
)
from tuning.formats.canonical import CanonicalRow, same_text
from tuning.formats.messages import Message

ROLES = frozenset({"system", "user", "assistant", "tool", "tool_call", "tool_response"})
SFT_SCHEMA = schema_of(("messages", MESSAGES))
PREFERENCE_SCHEMA = schema_of(("messages", MESSAGES), ("rejected_response", TEXT))
KTO_SCHEMA = schema_of(("messages", MESSAGES), ("label", pa.bool_()))


def swift_messages(messages: Sequence[Message]) -> list[Message]:
    """Messages in ms-swift's roles: each tool call is a `tool_call` message of its own, its JSON the content."""
    out: list[Message] = []
    for message in messages:
        if len(message) == 2:
            out.append(message)
            continue
        if message.get("content"):
            out.append({"role": message["role"], "content": message["content"]})
        for call in message.get("tool_calls", ()):
            function = call["function"]
            content = {"name": function["name"], "arguments": orjson.loads(function["arguments"])}
            out.append({"role": "tool_call", "content": orjson.dumps(content).decode()})
    return out


def write_sft(row: CanonicalRow) -> Record:
    return {"row_id": row.row_id, "messages": swift_messages(conversation_of(row))}


def write_preference(row: CanonicalRow) -> Record:
    messages = swift_messages([*prompt_of(row), {"role": "assistant", "content": row.chosen}])
    return {"row_id": row.row_id, "messages": messages, "rejected_response": row.rejected}


def write_kto(row: CanonicalRow) -> Record:
    messages = swift_messages([*prompt_of(row), {"role": "assistant", "content": row.completion}])
    return {"row_id": row.row_id, "messages": messages, "label": row.label}


def _check_messages(record: Mapping[str, Any]) -> list[str]:
    messages = record.get("messages")
    if not isinstance(messages, list) or not messages:
        return ["messages is not a list of messages"]
    problems = []
    for index, message in enumerate(messages):
        if message.get("role") not in ROLES:
            problems.append(f"messages[{index}].role is {message.get('role')!r}: the row is deleted")
        problems += problem_of_text(message.get("content"), f"messages[{index}].content")
    if messages[-1].get("role") != "assistant":
        problems.append("messages does not end in an assistant's reply")
    return problems


def check_sft(record: Mapping[str, Any]) -> list[str]:
    return problems_of_keys(record, SFT_SCHEMA) + _check_messages(record)


def check_preference(record: Mapping[str, Any]) -> list[str]:
    problems = problems_of_keys(record, PREFERENCE_SCHEMA) + _check_messages(record)
    problems += problem_of_text(record.get("rejected_response"), "rejected_response")
    if not problems and same_text(record["messages"][-1]["content"], record["rejected_response"]):
        problems.append("rejected_response is the chosen one: the row is deleted")
    return problems


def check_kto(record: Mapping[str, Any]) -> list[str]:
    problems = problems_of_keys(record, KTO_SCHEMA) + _check_messages(record)
    return problems if type(record.get("label")) is bool else [*problems, "label is not a bool"]


SWIFT_FORMATS = (
    Format("swift-sft", SFT_KINDS, SFT_SCHEMA, write_sft, check_sft),
    Format("swift-preference", PREFERENCE_KINDS, PREFERENCE_SCHEMA, write_preference, check_preference),
    Format("swift-kto", KTO_KINDS, KTO_SCHEMA, write_kto, check_kto),
)
