from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import defaults

from base.view_decorators import give_back
from config.style_guide import samples
from feedback.api.problems import MEDIA_TYPE, problem_body


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that has grown old: what was typed comes back, ready to be sent again."""
    return give_back(request, signed_out=not request.user.is_authenticated)


def style_guide(request: HttpRequest) -> HttpResponse:
    return render(request, "style_guide.html", samples())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _problem("bad-request") if request.path.startswith("/api/") else defaults.bad_request(request, exception)


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    return _problem("internal") if request.path.startswith("/api/") else defaults.server_error(request)


def _problem(name: str) -> JsonResponse:
    body = problem_body(name)
    return JsonResponse(body, status=body["status"], content_type=MEDIA_TYPE)
