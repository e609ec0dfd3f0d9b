"""A curl command with a JSON body, and the answer if it was pasted with it. Nothing is run. Pure.

Quoting as in POSIX shells ('…', "…"), and $'…' as browsers write it for "Copy as cURL".
"""

from __future__ import annotations

import re
from typing import Any

import orjson

_CURL = re.compile(r"\A\s*+(?:\$ |> |% )?curl(?:\.exe)?\s")
_BODY = re.compile(
    r"""\s(?:-d|--data(?:-raw|-binary|-ascii)?|--json)(?:\s++|=)
    (?:\$'(?P<ansi>(?:[^'\\]++|\\.)*+)'|'(?P<single>(?:[^']++|'\\'')*+)'|"(?P<double>(?:[^"\\]++|\\.)*+)")""",
    re.DOTALL | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_NAMED = {"n": "\n", "t": "\t", "r": "\r"}
_ANSWER = re.compile(r"^[ \t]*\{", re.MULTILINE)


def read_curl(text: str) -> dict[str, Any] | None:
    """{"request": …, "response": … or None}; None where this is no such command."""
    if not _CURL.match(text):
        return None
    body = _BODY.search(text)
    if body is None:
        return None
    request = _loads(_unquoted(body))
    if not isinstance(request, dict):
        return None
    answer = _ANSWER.search(text, body.end())
    return {"request": request, "response": _loads(text[answer.start() :]) if answer else None}


def _unquoted(body: re.Match[str]) -> str:
    if body["double"] is not None:
        return re.sub(r'\\(["\\$`\n])', lambda found: found[1].replace("\n", ""), body["double"])
    if body["ansi"] is not None:
        return _ESCAPE.sub(_unescaped, body["ansi"])
    return str(body["single"]).replace("'\\''", "'")


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _NAMED.get(found[3], found[3])


def _loads(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
