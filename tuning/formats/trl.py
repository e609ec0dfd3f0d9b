"""TRL: conversational `messages`, `prompt` + `chosen` + `rejected`, `prompt` + `completion` + `label`.

Rules: `trl/data_utils.py` (trl 1.16), `is_conversational` and `apply_chat_template`: just these mixes of the six names,
each a list of messages whose first has a `role`; a prompt ends in user or tool. Other columns are ignored.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from tuning.formats.base import (
    KTO_KINDS,
    MESSAGES,
    PREFERENCE_KINDS,
    SFT_KINDS,
    Format,
    Record,
    Unfit,
    conversation_of,
    problem_of_text,
    problems_of_keys,
    prompt_of,
    schema_of,
)
from tuning.formats.canonical import CanonicalRow, same_text
from tuning.formats.messages import ROLES, Message

SFT_SCHEMA = schema_of(("messages", MESSAGES))
COMPLETION_SCHEMA = schema_of(("prompt", MESSAGES), ("completion", MESSAGES))
PREFERENCE_SCHEMA = schema_of(("prompt", MESSAGES), ("chosen", MESSAGES), ("rejected", MESSAGES))
KTO_SCHEMA = schema_of(("prompt", MESSAGES), ("completion", MESSAGES), ("label", pa.bool_()))


def plain_messages(messages: Sequence[Message]) -> list[Message]:
    """Messages of role and content only. Raises Unfit for tool calls: Arrow would pad every other message with an empty
    `tool_calls`, which several models' chat templates read as a call."""
    plain = []
    for message in messages:
        if len(message) > 2:
            if message.get("tool_calls"):
                raise Unfit("a tool call, which TRL's columns cannot carry beside plain messages")
            message = {"role": message["role"], "content": message["content"]}
        plain.append(message)
    return plain


def _reply(text: str | None) -> list[Message]:
    return [{"role": "assistant", "content": text}]


def write_sft(row: CanonicalRow) -> Record:
    return {"row_id": row.row_id, "messages": plain_messages(conversation_of(row))}


def write_completion(row: CanonicalRow) -> Record:
    messages = plain_messages(conversation_of(row))
    if len(messages) < 2 or messages[-2]["role"] not in ("user", "tool"):
        raise Unfit("the reply follows neither a user nor a tool")
    return {"row_id": row.row_id, "prompt": messages[:-1], "completion": messages[-1:]}


def write_preference(row: CanonicalRow) -> Record:
    return {
        "row_id": row.row_id,
        "prompt": plain_messages(prompt_of(row)),
        "chosen": _reply(row.chosen),
        "rejected": _reply(row.rejected),
    }


def write_kto(row: CanonicalRow) -> Record:
    return {
        "row_id": row.row_id,
        "prompt": plain_messages(prompt_of(row)),
        "completion": _reply(row.completion),
        "label": row.label,
    }


def _check_list(record: Mapping[str, Any], name: str, last: Sequence[str]) -> list[str]:
    messages = record.get(name)
    if not isinstance(messages, list) or not messages:
        return [f"{name} is not a list of messages: TRL reads it as not conversational"]
    problems: list[str] = []
    for index, message in enumerate(messages):
        where = f"{name}[{index}]"
        if not isinstance(message, Mapping) or message.get("role") not in ROLES:
            return [*problems, f"{where} has no role that chat templates know"]
        if message["role"] == "system" and index:
            problems.append(f"{where} is a system message after the first")
        problems += problem_of_text(message.get("content"), f"{where}.content")
    if messages[-1]["role"] not in last:
        problems.append(f"{name} ends in {messages[-1]['role']}")
    return problems


def check_sft(record: Mapping[str, Any]) -> list[str]:
    return problems_of_keys(record, SFT_SCHEMA) + _check_list(record, "messages", ("assistant",))


def check_completion(record: Mapping[str, Any]) -> list[str]:
    problems = problems_of_keys(record, COMPLETION_SCHEMA) + _check_list(record, "prompt", ("user", "tool"))
    return problems + _check_list(record, "completion", ("assistant",))


def check_preference(record: Mapping[str, Any]) -> list[str]:
    problems = problems_of_keys(record, PREFERENCE_SCHEMA) + _check_list(record, "prompt", ("user", "tool"))
    problems += _check_list(record, "chosen", ("assistant",)) + _check_list(record, "rejected", ("assistant",))
    if not problems and same_text(record["chosen"][-1]["content"], record["rejected"][-1]["content"]):
        problems.append("chosen and rejected are the same")
    return problems


def check_kto(record: Mapping[str, Any]) -> list[str]:
    problems = problems_of_keys(record, KTO_SCHEMA) + _check_list(record, "prompt", ("user", "tool"))
    problems += _check_list(record, "completion", ("assistant",))
    return problems if type(record.get("label")) is bool else [*problems, "label is not a bool"]


TRL_FORMATS = (
    Format("trl-sft", SFT_KINDS, SFT_SCHEMA, write_sft, check_sft),
    Format("trl-completion", SFT_KINDS, COMPLETION_SCHEMA, write_completion, check_completion),
    Format("trl-preference", PREFERENCE_KINDS, PREFERENCE_SCHEMA, write_preference, check_preference),
    Format("trl-kto", KTO_KINDS, KTO_SCHEMA, write_kto, check_kto),
)
