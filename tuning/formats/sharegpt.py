"""LLaMA-Factory's ShareGPT: `conversations` of `from` and `value`, with `system` beside them.

Rules: `llamafactory/data/converter.py` (0.9.5), `SharegptDatasetConverter`: turns alternate human or observation with
gpt or function_call; `llamafactory/data/processor/*.py`: an odd number of prompt turns, one response (SFT) or two (DPO,
KTO). A row that breaks one is logged and dropped. `kto_tag` must be a bool: as text it is read as SFT.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import pyarrow as pa

from tuning.formats.base import (
    KTO_KINDS,
    PREFERENCE_KINDS,
    SFT_KINDS,
    TEXT,
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
from tuning.formats.messages import Message

TURN = pa.struct([("from", TEXT), ("value", TEXT)])
TURNS = pa.list_(TURN)
SFT_SCHEMA = schema_of(("conversations", TURNS), ("system", TEXT))
PREFERENCE_SCHEMA = schema_of(("conversations", TURNS), ("chosen", TURN), ("rejected", TURN), ("system", TEXT))
KTO_SCHEMA = schema_of(("conversations", TURNS), ("kto_tag", pa.bool_()), ("system", TEXT))

_TAGS = {"user": "human", "assistant": "gpt", "tool": "observation"}
_SIDES = (("human", "observation"), ("gpt", "function_call"))
# LLaMA-Factory's own separator between the answers of parallel tool calls (OpenAIDatasetConverter).
_BETWEEN_RESULTS = "\n</tool_response>\n<tool_response>\n"


def _calls_as_text(message: Message) -> str:
    if message.get("content"):
        raise Unfit("a reply with text beside its tool call, which a function_call turn cannot hold")
    calls = [call["function"] for call in message["tool_calls"]]
    plain = [{"name": call["name"], "arguments": orjson.loads(call["arguments"])} for call in calls]
    return orjson.dumps(plain).decode()


def turns_of(messages: Sequence[Message]) -> tuple[str, list[dict[str, str]]]:
    """The system prompt ("" for none) and the turns. Raises Unfit where LLaMA-Factory would drop the row."""
    system = ""
    turns: list[dict[str, str]] = []
    for message in messages:
        role = message["role"]
        if role == "system":
            system = message["content"]
        elif message.get("tool_calls"):
            turns.append({"from": "function_call", "value": _calls_as_text(message)})
        elif role == "tool" and turns and turns[-1]["from"] == "observation":
            turns[-1]["value"] += _BETWEEN_RESULTS + message["content"]
        else:
            turns.append({"from": _TAGS[role], "value": message["content"]})
    for index, turn in enumerate(turns):
        if turn["from"] not in _SIDES[index % 2]:
            raise Unfit("turns that do not alternate between user and assistant")
    return system, turns


def write_sft(row: CanonicalRow) -> Record:
    system, turns = turns_of(conversation_of(row))
    return {"row_id": row.row_id, "conversations": turns, "system": system}


def write_preference(row: CanonicalRow) -> Record:
    system, turns = turns_of(prompt_of(row))
    return {
        "row_id": row.row_id,
        "conversations": turns,
        "chosen": {"from": "gpt", "value": row.chosen},
        "rejected": {"from": "gpt", "value": row.rejected},
        "system": system,
    }


def write_kto(row: CanonicalRow) -> Record:
    system, turns = turns_of([*prompt_of(row), {"role": "assistant", "content": row.completion}])
    return {"row_id": row.row_id, "conversations": turns, "kto_tag": row.label, "system": system}


def _check_turns(record: Mapping[str, Any], *, odd: bool) -> list[str]:
    turns = record.get("conversations")
    if not isinstance(turns, list) or not turns:
        return ["conversations is not a list of turns"]
    problems = [] if isinstance(record.get("system"), str) else ["system is not text"]
    for index, turn in enumerate(turns):
        if turn.get("from") not in _SIDES[index % 2]:
            problems.append(f"conversations[{index}] is from {turn.get('from')!r}: the row is dropped")
        problems += problem_of_text(turn.get("value"), f"conversations[{index}].value")
    if len(turns) % 2 != odd:
        problems.append(f"{len(turns)} turns: the row is dropped")
    return problems


def check_sft(record: Mapping[str, Any]) -> list[str]:
    return problems_of_keys(record, SFT_SCHEMA) + _check_turns(record, odd=False)


def check_preference(record: Mapping[str, Any]) -> list[str]:
    problems = problems_of_keys(record, PREFERENCE_SCHEMA) + _check_turns(record, odd=True)
    for name in ("chosen", "rejected"):
        reply = record.get(name)
        if not isinstance(reply, Mapping) or reply.get("from") not in _SIDES[1]:
            problems.append(f"{name} is not a turn of the assistant's")
        else:
            problems += problem_of_text(reply.get("value"), f"{name}.value")
    if not problems and same_text(record["chosen"]["value"], record["rejected"]["value"]):
        problems.append("chosen and rejected are the same")
    return problems


def check_kto(record: Mapping[str, Any]) -> list[str]:
    problems = problems_of_keys(record, KTO_SCHEMA) + _check_turns(record, odd=False)
    if type(record.get("kto_tag")) is not bool:
        problems.append("kto_tag is not a bool: the row is read as SFT and dropped")
    return problems


SHAREGPT_FORMATS = (
    Format("sharegpt-sft", SFT_KINDS, SFT_SCHEMA, write_sft, check_sft),
    Format("sharegpt-preference", PREFERENCE_KINDS, PREFERENCE_SCHEMA, write_preference, check_preference),
    Format("sharegpt-kto", KTO_KINDS, KTO_SCHEMA, write_kto, check_kto),
)
