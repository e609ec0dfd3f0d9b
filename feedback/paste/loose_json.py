"""JSON that may be whole, one value a line, or cut off. Pure; linear time; nothing recurses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from feedback.paste.shape import Note, Problem

DEEPEST = 1000  # orjson refuses 1024
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
_MEANT = re.compile(r'\s*+(?:\{\s*+["\'}]|\[\s*+(?:["\[{\]]|\Z)|\{\s*+\Z)')
_CLOSER = {"{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """`found` says whether `value` is JSON; `lines` that it is the list of the values of separate lines."""

    value: Any = None
    found: bool = False
    lines: bool = False
    notes: tuple[Note, ...] = ()
    problem: Problem | None = None


def load(text: str) -> Loaded:
    """The JSON in `text`; a problem where JSON is meant but broken; nothing where it is not meant at all."""
    if not text.lstrip().startswith(("{", "[")):
        return Loaded()
    try:
        return Loaded(orjson.loads(text), found=True)
    except orjson.JSONDecodeError as error:
        wrong = error
    loaded = _load_lines(text) or _load_cut(text)
    if loaded:
        return loaded
    if not _MEANT.match(text):
        return Loaded()
    return Loaded(problem=_problem(text, wrong))


def end_of_value(text: str, start: int) -> int | None:
    """Where the object or list that begins at `start` ends, exclusive; None if it does not."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        depth += (token[0] in "{[") - (token[0] in "}]")
        if depth == 0:
            return token.end()
    return None


def _problem(text: str, error: orjson.JSONDecodeError) -> Problem:
    if any(depth > DEEPEST for depth in _depths(text)):
        what = f"it is nested deeper than {DEEPEST} levels"
    elif re.match(r"\s*+[\[{]\s*+\{?\s*+'", text):
        what = "names and texts stand in single quotes; JSON wants double quotes"
    else:
        what = error.msg.removesuffix(f": line {error.lineno} column {error.colno} (char {error.pos})")
    where = f"at line {error.lineno}, column {error.colno}"
    return Problem("json", f"This looks like JSON but is not valid {where}: {what}.", error.pos + 1, error.lineno, error.colno)


def _depths(text: str) -> Iterator[int]:
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "{[") - (token[0] in "}]")
        yield depth


def _load_lines(text: str) -> Loaded | None:
    """One value a line. A line that is none is left out and noted, as long as most are."""
    values: list[Any] = []
    notes: list[Note] = []
    wrong = position = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                values.append(orjson.loads(line))
            except orjson.JSONDecodeError as error:
                wrong += 1
                if not values or wrong > len(values):
                    return None
                if len(notes) < 20:
                    notes.append(Note("bad-line", f"Line {number} is not JSON and was left out: {error.msg}.", position + 1))
        position += len(line) + 1
    if len(values) + wrong < 2 or not isinstance(values[0], dict | list):
        return None
    return Loaded(values, found=True, lines=True, notes=tuple(notes))


def _load_cut(text: str) -> Loaded | None:
    """What is whole of JSON that ends too early."""
    open_brackets: list[str] = []
    whole: tuple[int, int] | None = None  # the end of the last whole value, and how many brackets are open there
    for token in _TOKEN.finditer(text):
        kind = token[0]
        if kind in _CLOSER:
            open_brackets.append(_CLOSER[kind])
            if len(open_brackets) > DEEPEST:
                return None
        elif kind in ("}", "]"):
            if not open_brackets or open_brackets.pop() != kind:
                return None
            if not open_brackets:
                return None  # something follows the end
            whole = (token.end(), len(open_brackets))
        elif kind == ",":
            whole = (token.start(), len(open_brackets))
    if not open_brackets:
        return None
    for end, depth in ((len(text), len(open_brackets)), *([whole] if whole else [])):
        try:
            value = orjson.loads(text[:end] + "".join(reversed(open_brackets[:depth])))
        except orjson.JSONDecodeError:
            continue
        words = f"The JSON is cut off: what follows character {end:,} is not whole and was left out."
        return Loaded(value, found=True, notes=(Note("cut", words, end),))
    return None
