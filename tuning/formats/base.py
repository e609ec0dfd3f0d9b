"""What a format is, and the pieces that several formats share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from tuning.formats.canonical import CanonicalRow
from tuning.formats.messages import Message

Record = dict[str, Any]

TEXT = pa.string()
MESSAGE = pa.struct([("role", TEXT), ("content", TEXT)])
MESSAGES = pa.list_(MESSAGE)
TOOL_CALLS = pa.list_(pa.struct([("id", TEXT), ("type", TEXT), ("function", pa.struct([("name", TEXT), ("arguments", TEXT)]))]))

SFT_KINDS: Mapping[str, str] = {
    "sft": "the conversation as it is",
    "preference": "the prompt with the chosen reply; the rejected one is left out",
}
PREFERENCE_KINDS: Mapping[str, str] = {"preference": "the pair as it is"}
# Chosen and rejected are relative: a pair does not say whether either reply is good, so it is never a KTO label.
KTO_KINDS: Mapping[str, str] = {"kto": "the reply with its own judgement"}


class Unfit(Exception):
    """A row of a kind that the format takes, in a shape that its trainer would drop. The text says which."""


@dataclass(frozen=True)
class Format:
    """One trainer's format.

    `kinds` maps the canonical kinds it takes to how; `schema` is the Arrow schema of a record; `write` turns a row of
    one of these kinds into a record or raises Unfit; `check` lists what the trainer would drop or refuse a record for.
    `leads` tells the records that open a JSON Lines file, where the reader infers a column's type from the first
    megabytes; `max_bytes` and `min_rows` are the trainer's limits for one file.
    """

    name: str
    kinds: Mapping[str, str]
    schema: pa.Schema
    write: Callable[[CanonicalRow], Record]
    check: Callable[[Mapping[str, Any]], list[str]]
    leads: Callable[[Record], bool] | None = None
    max_bytes: int | None = None
    min_rows: int = 1

    @property
    def family(self) -> str:
        return self.name.partition("-")[0]

    @property
    def has_row_id(self) -> bool:
        return "row_id" in self.schema.names

    def convert(self, row: CanonicalRow) -> Record | None:
        """The row as the trainer's record, or None where the format does not take its kind or its shape."""
        if row.kind not in self.kinds:
            return None
        try:
            return self.write(row)
        except Unfit:
            return None


def schema_of(*columns: tuple[str, pa.DataType]) -> pa.Schema:
    """An Arrow schema that begins with `row_id`."""
    return pa.schema([("row_id", TEXT), *columns])


def conversation_of(row: CanonicalRow) -> Sequence[Message]:
    """The conversation an sft or preference row teaches, ending in the reply to learn."""
    if row.kind == "sft":
        assert row.messages is not None
        return row.messages
    assert row.prompt is not None
    return [*row.prompt, {"role": "assistant", "content": row.chosen}]


def prompt_of(row: CanonicalRow) -> Sequence[Message]:
    assert row.prompt is not None
    return row.prompt


def problems_of_keys(record: Mapping[str, Any], schema: pa.Schema) -> list[str]:
    """The columns that are missing from a record or too many in it."""
    names = set(schema.names)
    if record.keys() == names:
        return []
    return [f"column {name} is missing" for name in sorted(names - record.keys())] + [
        f"column {name} is unknown" for name in sorted(record.keys() - names)
    ]


def problem_of_text(value: object, where: str) -> list[str]:
    """What keeps a value from being text that a model can learn from."""
    if not isinstance(value, str):
        return [f"{where} is not text"]
    return [] if value and not value.isspace() else [f"{where} is empty"]
