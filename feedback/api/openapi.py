"""What the description of the interface says of every operation alike: its errors, with an example of each, the headers of the
limit, and what makes an answer conditional."""

from __future__ import annotations

from typing import Any

from feedback.api.examples import BATCH, REQUEST, RESPONSES
from feedback.api.problems import PROBLEMS, problem_body

BODIES = ("invalid-report", "invalid-body")
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457. `type` is what a program compares; the words are in the language of `Accept-Language`.",
    "properties": {
        "type": {"type": "string", "enum": [f"/api/#{name}" for name in PROBLEMS]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameter": {"type": "string", "description": "the parameter or header that is wrong"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldError"}},
    },
    "required": ["type", "title", "status"],
}
EXTRA: dict[str, dict[str, Any]] = {
    "invalid-report": {"errors": [{"field": "colour", "detail": "unknown key"}]},
    "invalid-parameter": {"parameter": "after"},
}
LIMIT = {
    "RateLimit-Limit": "calls that may be made in a minute",
    "RateLimit-Remaining": "calls that are left",
    "RateLimit-Reset": "seconds until all of them, or after a refusal the next one, will be there",
}


def describe_problems(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add to each operation of the schema the problems that it can answer with; a hook of drf-spectacular."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    result["components"]["headers"] = {
        name: {"description": words, "schema": {"type": "integer"}} for name, words in LIMIT.items()
    }
    for path, methods in result["paths"].items():
        for method, operation in methods.items():
            _describe(path, method, operation)
    return result


def _describe(path: str, method: str, operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    operation["x-scope"] = "datasets:read" if "/datasets" in path else f"reports:{'write' if method == 'post' else 'read'}"
    for status, response in operation["responses"].items():
        response["headers"] = {**response.get("headers", {}), **{one: {"$ref": f"#/components/headers/{one}"} for one in LIMIT}}
        if method == "get":
            response["headers"]["ETag"] = {"schema": {"type": "string"}, "description": "to send as `If-None-Match`"}
        for media in response.get("content", {}).values():
            if (example := RESPONSES.get((name, status), RESPONSES.get((name, "")))) is not None:
                media["examples"] = {"example": {"value": example}}
    if "requestBody" in operation:
        for kind, media in operation["requestBody"]["content"].items():
            media["examples"] = {"example": {"value": REQUEST if kind == "application/json" else BATCH}}
    else:
        operation["parameters"] = [*operation.get("parameters", []), CONDITION]
        operation["responses"]["304"] = {"description": "It has not changed since"}
    names: dict[int, list[str]] = {}
    for problem in _problems_of(path, name, operation):
        names.setdefault(PROBLEMS[problem][0], []).append(problem)
    for status_code, problems in names.items():
        operation["responses"][str(status_code)] = _response(status_code, problems)


CONDITION = {"in": "header", "name": "If-None-Match", "schema": {"type": "string"}, "description": "an `ETag` of before: 304"}


def _problems_of(path: str, operation_id: str, operation: dict[str, Any]) -> list[str]:
    found = ["unauthorized", "missing-scope", "too-many-requests", "internal", "bad-request"]
    if "requestBody" in operation:
        found += ["too-large", "unsupported-media-type"]
    else:
        found += ["precondition-failed"]
    if operation_id == "submit_report":
        found += [*BODIES, "invalid-parameter", "idempotency-key-reused"]
    if any(one["name"] == "after" for one in operation.get("parameters", [])):
        found += ["invalid-parameter"]
    if "{" in path:
        found += ["not-found"]
    if operation_id == "get_dataset_file":
        found += ["range-not-satisfiable"]
    return found


def _response(status: int, names: list[str]) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if status == 429:
        headers["Retry-After"] = {"schema": {"type": "integer"}, "description": "seconds"}
        headers |= {one: {"$ref": f"#/components/headers/{one}"} for one in LIMIT}
    return {
        "description": "; ".join(str(PROBLEMS[name][1]) for name in names),
        "headers": headers,
        "content": {
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {name: {"value": problem_body(name, **EXTRA.get(name, {}))} for name in names},
            }
        },
    }
