"""JSON objects of an export: one array, one object a line, or one object that holds them under `data`. Pure."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

import orjson

from feedback.imports.lines import BadLine, Item


def shaped(
    make: Callable[[dict[str, Any]], dict[str, Any]], found: dict[str, Any] | BadLine, kind: str
) -> dict[str, Any] | BadLine:
    """The report that `make` finds in an object; what it does not find where `kind` has it makes the object a bad line."""
    if isinstance(found, BadLine):
        return found
    try:
        return make(found)
    except BadLine as error:
        return error
    except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError):
        return BadLine(f"does not have the shape of {kind}")


def read_objects(source: BinaryIO) -> Iterator[Item]:
    """(number, object or what is wrong): the number of the line, or of the place in the array.

    Lines are read one by one; an array, or an object over several lines, has to be held whole.
    """
    first = source.readline().removeprefix(codecs.BOM_UTF8)
    number = 1
    while first and not first.strip():
        first, number = source.readline(), number + 1
    if not first:
        return
    value = _load(first)
    rest = source.read() if first.lstrip()[:1] == b"[" or isinstance(value, BadLine) else b""
    if rest or isinstance(value, list):
        whole = _load(first + rest)
        if not isinstance(whole, BadLine) or first.lstrip()[:1] == b"[":
            yield from _numbered(whole)
            return
    yield from _unwrapped(number, value)
    for at, line in enumerate(io.BytesIO(rest) if rest else source, start=number + 1):
        if line.strip():
            yield from _unwrapped(at, _load(line))


def _numbered(whole: Any) -> Iterator[Item]:
    if isinstance(whole, BadLine):
        yield 1, whole
    elif isinstance(whole, list):
        for number, value in enumerate(whole, start=1):
            yield number, value if isinstance(value, dict) else BadLine("not a JSON object")
    else:
        yield from _unwrapped(1, whole)


def _unwrapped(number: int, value: Any) -> Iterator[Item]:
    if isinstance(value, dict) and isinstance(value.get("data"), list) and "id" not in value:
        yield from _numbered(value["data"])
    else:
        yield number, value if isinstance(value, dict | BadLine) else BadLine("not a JSON object")


def _load(raw: bytes) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        return BadLine(f"not JSON: {error}")


def list_of(found: dict[str, Any], name: str) -> list[Any]:
    """The list of that name, empty where there is none; raises TypeError where something else stands there."""
    held = found.get(name) or []
    if not isinstance(held, list):
        raise TypeError(name)
    return held
