"""Every format by name, and the canonical one, which carries every field of the row."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from tuning.formats.alpaca import ALPACA_FORMATS
from tuning.formats.base import TEXT, TOOL_CALLS, Format, Record
from tuning.formats.canonical import FIELDS, KINDS, CanonicalRow
from tuning.formats.messages import RowError
from tuning.formats.openai import OPENAI_FORMATS
from tuning.formats.sharegpt import SHAREGPT_FORMATS
from tuning.formats.swift import SWIFT_FORMATS
from tuning.formats.trl import TRL_FORMATS

_MESSAGES = pa.list_(
    pa.struct(
        [("role", TEXT), ("content", TEXT), ("tool_calls", TOOL_CALLS), ("tool_call_id", TEXT), ("name", TEXT)],
    )
)
_TYPES: dict[str, pa.DataType] = {
    "version": pa.int32(),
    "messages": _MESSAGES,
    "prompt": _MESSAGES,
    "label": pa.bool_(),
    "report_ids": pa.list_(TEXT),
    "quality": pa.struct([("score", pa.float64()), ("method", TEXT), ("version", TEXT)]),
    "labels": pa.struct([("n", pa.int32()), ("agreement", pa.float64())]),
    "threshold": pa.float64(),
}
CANONICAL_SCHEMA = pa.schema([(name, _TYPES.get(name, TEXT)) for name in FIELDS])


def _write(row: CanonicalRow) -> Record:
    return row.to_dict()


def _check(record: Mapping[str, Any]) -> list[str]:
    try:
        CanonicalRow.from_dict(record)
    except RowError as error:
        return [str(error)]
    return []


CANONICAL = Format("canonical", dict.fromkeys(KINDS, "every field as it is"), CANONICAL_SCHEMA, _write, _check)

FORMATS: dict[str, Format] = {
    format_.name: format_
    for format_ in (
        *TRL_FORMATS,
        *OPENAI_FORMATS,
        *SHAREGPT_FORMATS,
        *ALPACA_FORMATS,
        *SWIFT_FORMATS,
        CANONICAL,
    )
}
