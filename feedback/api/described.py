"""The description of the interface as a page shows it: the same that programs read, with less around it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from drf_spectacular.generators import SchemaGenerator

from feedback.api.problems import PROBLEMS


@dataclass(frozen=True)
class Operation:
    """One call; `parameters` as OpenAPI has them, `request` and `answer` as JSON to be read."""

    key: str
    method: str
    path: str
    summary: str
    text: str
    scope: str
    parameters: list[dict[str, Any]]
    request: str
    answer: str
    problems: list[str]


@lru_cache(maxsize=8)
def operations(_language: str) -> list[Operation]:
    """Every call of the interface, in the order of their addresses; words are in the language that is active."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return [
        _operation(path, method, operation)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]


def problems() -> list[tuple[str, int, Any]]:
    """Every error: its name, status and title."""
    return [(name, status, title) for name, (status, title) in PROBLEMS.items()]


def _operation(path: str, method: str, operation: dict[str, Any]) -> Operation:
    answers = operation["responses"]
    done: dict[str, Any] = next((answers[code] for code in ("201", "200") if code in answers), {})
    names = {
        name
        for answer in answers.values()
        for kind, media in answer.get("content", {}).items()
        if kind == "application/problem+json"
        for name in media["examples"]
    }
    return Operation(
        key=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        text=operation.get("description", ""),
        scope=operation.get("x-scope", ""),
        parameters=operation.get("parameters", []),
        request=_example(operation.get("requestBody", {})),
        answer=_example(done),
        problems=[name for name in PROBLEMS if name in names],
    )


def _example(body: dict[str, Any]) -> str:
    for media in body.get("content", {}).values():
        for example in media.get("examples", {}).values():
            value = example["value"]
            return value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_INDENT_2).decode()
    return ""
