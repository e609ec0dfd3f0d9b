"""Report JSON, one object a line. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson


class BadLine(ValueError):
    """A line that cannot be read; the message says why."""


Item = tuple[int, dict[str, Any] | BadLine]


def read(source: BinaryIO) -> Iterator[Item]:
    """(line number, value or what is wrong) for each line that is not empty."""
    for number, raw in enumerate(source, start=1):
        if raw.strip():
            yield number, _load(raw)


def _load(raw: bytes) -> dict[str, Any] | BadLine:
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        return BadLine(f"not JSON: {error}")
    return value if isinstance(value, dict) else BadLine("not a JSON object")
