"""Errors as RFC 9457 problem+json, in the language that the caller asks for. `type` is what a program compares: it never
changes, and leads to the page that explains it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from rest_framework import exceptions
from rest_framework.response import Response

from feedback.api.words import words_of
from feedback.schema import BadReport

MEDIA_TYPE = "application/problem+json"
# Each problem with its status and title; docs/api.md says what to do about each.
PROBLEMS = {
    "bad-request": (400, gettext_lazy("The call cannot be understood")),
    "invalid-report": (400, gettext_lazy("The report does not have the right shape")),
    "invalid-body": (400, gettext_lazy("The body is not JSON")),
    "invalid-parameter": (400, gettext_lazy("A parameter is wrong")),
    "unauthorized": (401, gettext_lazy("A key is needed")),
    "missing-scope": (403, gettext_lazy("This key may not do that")),
    "not-found": (404, gettext_lazy("There is nothing here")),
    "method-not-allowed": (405, gettext_lazy("This address does not take that method")),
    "idempotency-key-reused": (409, gettext_lazy("This call contradicts an earlier one")),
    "precondition-failed": (412, gettext_lazy("It has changed meanwhile")),
    "too-large": (413, gettext_lazy("That is too much at once")),
    "address-too-long": (414, gettext_lazy("The address is too long")),
    "unsupported-media-type": (415, gettext_lazy("This kind of body is not read here")),
    "range-not-satisfiable": (416, gettext_lazy("The file has no such part")),
    "too-many-requests": (429, gettext_lazy("That was too often")),
    "internal": (500, gettext_lazy("Something went wrong here")),
}


class ApiProblem(exceptions.APIException):
    """An error of the interface, by its name in `PROBLEMS`; `more` are further members of the problem."""

    def __init__(self, name: str, detail: str = "", **more: Any) -> None:
        super().__init__(detail)
        self.name, self.status_code, self.said, self.more = name, PROBLEMS[name][0], detail, more


def problem_body(name: str, detail: str = "", **more: Any) -> dict[str, Any]:
    status, title = PROBLEMS[name]
    body = {"type": f"/api/#{name}", "title": str(title), "status": status}
    return {**body, **({"detail": str(detail)} if detail else {}), **more}


def problem(name: str, detail: str = "", headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """The answer for a problem of that name."""
    body = problem_body(name, detail, **more)
    return Response(body, status=body["status"], headers=dict(headers or {}), content_type=MEDIA_TYPE)


def errors_of_report(error: BadReport) -> list[dict[str, str]]:
    """Every field that is wrong, as dotted path, and what is wrong with it."""
    return [
        {"field": field, "detail": words_of(kind, context, said)}
        for (field, said), (kind, context) in zip(error.problems, error.kinds, strict=True)
    ]


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every error that REST framework knows, as a problem; others stay a fault of ours (`config.views.errors`)."""
    if isinstance(error, BadReport):
        errors = errors_of_report(error)
        detail = "; ".join(f"{one['field']}: {one['detail']}" if one["field"] else one["detail"] for one in errors)
        return problem("invalid-report", detail, errors=errors)
    if isinstance(error, ApiProblem):
        return problem(error.name, error.said, **error.more)
    if isinstance(error, Http404):
        return problem("not-found", _("Either it does not exist, or it is not for this key."))
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    return None


def _of_framework(error: exceptions.APIException) -> Response:
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        said = _("Send a key that holds, as in “Authorization: Bearer hl_…”.")
        return problem("unauthorized", said, {"WWW-Authenticate": 'Bearer realm="Huiliu"'})
    if isinstance(error, exceptions.PermissionDenied):
        return problem("missing-scope", str(error.detail))
    if isinstance(error, exceptions.MethodNotAllowed):
        return problem("method-not-allowed", _("The header “Allow” names those that it takes."))
    if isinstance(error, exceptions.UnsupportedMediaType):
        return problem("unsupported-media-type", _("Say in “Content-Type” what the body is; this address names what it takes."))
    if isinstance(error, exceptions.Throttled):
        seconds = max(1, round(getattr(error, "wait", None) or 1))
        said = ngettext("It works again in %(count)d second.", "It works again in %(count)d seconds.", seconds)
        return problem("too-many-requests", said % {"count": seconds}, {"Retry-After": str(seconds)})
    return problem("bad-request", str(error.detail))
