"""A filter over JSON lines: one answer for each line, in order; a bad line is answered with its error, and the rest go on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

import orjson


@dataclass(frozen=True)
class Line:
    """One line that was read: its `id` as given, and its value or what is wrong with it."""

    id: Any
    value: dict[str, Any] | None
    error: str = ""


Answer = dict[str, Any]


def run_filter(
    answer: Callable[[Sequence[dict[str, Any]]], Iterable[Answer | Exception]],
    *,
    source: BinaryIO | None = None,
    sink: BinaryIO | None = None,
    batch: int = 64,
) -> int:
    """Answer every line of `source` on `sink`; `answer` gives one answer, or the exception it met, for each value of a batch.

    Gives the exit status: 0, or 1 if any line was bad.
    """
    source, sink = source or sys.stdin.buffer, sink or sys.stdout.buffer
    failed = False
    lines = read_lines(source)
    while held := list(islice(lines, batch)):
        answers = iter(answer([line.value for line in held if line.value is not None]))
        for line in held:
            said: Answer | Exception = next(answers) if line.value is not None else ValueError(line.error)
            if isinstance(said, Exception):
                failed = True
                said = {"error": str(said) or type(said).__name__}
            sink.write(orjson.dumps({"id": line.id, **said}) + b"\n")
        sink.flush()
    return int(failed)


def read_lines(source: BinaryIO) -> Iterator[Line]:
    """The lines of `source`; empty ones are passed over."""
    for raw in source:
        if not raw.strip():
            continue
        try:
            value = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            yield Line(None, None, f"not JSON: {error}")
            continue
        if not isinstance(value, dict):
            yield Line(None, None, "not a JSON object")
        elif "id" not in value:
            yield Line(None, None, "id: is missing")
        else:
            yield Line(value["id"], {key: held for key, held in value.items() if key != "id"})


def only_text(value: dict[str, Any], *names: str) -> list[str]:
    """The named texts of a value that has these keys and no other; raises ValueError that names what is wrong."""
    if unknown := sorted(value.keys() - set(names)):
        raise ValueError(f"{unknown[0]}: unknown key")
    for name in names:
        if not isinstance(value.get(name), str):
            raise ValueError(f"{name}: must be text")
    return [value[name] for name in names]
