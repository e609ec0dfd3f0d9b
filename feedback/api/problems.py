"""Errors as RFC 9457 problem+json."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework.exceptions import APIException, PermissionDenied, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from feedback.schema import BadReport


class Conflict(APIException):
    status_code = 409
    default_detail = "This call contradicts an earlier one."
    default_code = "conflict"


def problem(status: int, title: str, detail: str = "", **more: Any) -> Response:
    body = {"type": "about:blank", "title": title, "status": status, **({"detail": detail} if detail else {}), **more}
    return Response(body, status=status, content_type="application/problem+json")


def problem_of_report(error: BadReport) -> dict[str, Any]:
    """The members of a problem that name every field that is wrong."""
    return {"errors": [{"field": field, "detail": what} for field, what in error.problems]}


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every error that REST framework knows, as a problem; others stay a fault of ours."""
    if isinstance(error, BadReport):
        return problem(400, "The report does not have the right shape.", str(error), **problem_of_report(error))
    if isinstance(error, Http404):
        return problem(404, "Not found")
    response = exception_handler(error, context)
    if response is None:
        return None
    title = "Forbidden" if isinstance(error, PermissionDenied) else type(error).__name__
    detail = error.detail if isinstance(error, APIException) else ""
    more = {"errors": detail} if isinstance(error, ValidationError) else {}
    answer = problem(response.status_code, title, "" if more else str(detail), **more)
    for header in ("WWW-Authenticate", "Retry-After"):
        if header in response:
            answer[header] = response[header]
    return answer
