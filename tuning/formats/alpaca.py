"""LLaMA-Factory's Alpaca: `instruction`, `input`, `output`, with `system` and `history`.

Rules: `llamafactory/data/converter.py` (0.9.5), `AlpacaDatasetConverter`: `history` is a list of pairs, an empty
`input` adds nothing to the instruction, and no tool has a place. It loads files without a schema, so the column types
come from the first megabytes: rows with a history open the file (`leads`), or a later one would fail the whole load.
"""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from tuning.formats.base import (
    SFT_KINDS,
    TEXT,
    Format,
    Record,
    Unfit,
    conversation_of,
    problem_of_text,
    problems_of_keys,
    schema_of,
)
from tuning.formats.canonical import CanonicalRow

SCHEMA = schema_of(
    ("instruction", TEXT),
    ("input", TEXT),
    ("output", TEXT),
    ("system", TEXT),
    ("history", pa.list_(pa.list_(TEXT))),
)
_SIDES = ("user", "assistant")


def write(row: CanonicalRow) -> Record:
    messages = conversation_of(row)
    system = ""
    if messages[0]["role"] == "system":
        system, messages = messages[0]["content"], messages[1:]
    texts = []
    for index, message in enumerate(messages):
        if message["role"] != _SIDES[index % 2] or message.get("tool_calls"):
            raise Unfit("turns that do not alternate between user and assistant, or tools")
        texts.append(message["content"])
    if len(texts) < 2:
        raise Unfit("a reply without a question")
    history = [[texts[index], texts[index + 1]] for index in range(0, len(texts) - 2, 2)]
    return {
        "row_id": row.row_id,
        "instruction": texts[-2],
        "input": "",
        "output": texts[-1],
        "system": system,
        "history": history,
    }


def check(record: Mapping[str, Any]) -> list[str]:
    problems = problems_of_keys(record, SCHEMA)
    for name in ("instruction", "output"):
        problems += problem_of_text(record.get(name), name)
    for name in ("input", "system"):
        if not isinstance(record.get(name), str):
            problems.append(f"{name} is not text")
    history = record.get("history")
    if not isinstance(history, list):
        return [*problems, "history is not a list"]
    for index, pair in enumerate(history):
        if not isinstance(pair, list) or len(pair) != 2:
            problems.append(f"history[{index}] is not a pair")
        else:
            problems += problem_of_text(pair[0], f"history[{index}][0]") + problem_of_text(pair[1], f"history[{index}][1]")
    return problems


ALPACA_FORMATS = (Format("alpaca", SFT_KINDS, SCHEMA, write, check, leads=lambda record: bool(record["history"])),)
