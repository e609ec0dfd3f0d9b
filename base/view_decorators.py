"""Doors that lose nothing: a form that comes too late is given back whole."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Only for members. Whoever was signed out while they wrote gets their words back, with a way to send them again."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            return give_back(request, signed_out=True)
        return redirect_to_login(request.get_full_path())

    return checked


def give_back(request: HttpRequest, *, signed_out: bool = False, why: str = "") -> HttpResponse:
    """A page that holds all that was sent, and sends it again with a fresh token when its button is pressed.

    `why` says it where it is neither that they were signed out nor that the page had grown old.
    Passwords and one-time codes are not written into it. Only for forms that came from our own pages: what another site sent
    is never offered again.
    """
    fields: list[tuple[str, Any]] = []
    back = "/"
    if _is_ours(request):
        kept = [(name, values) for name, values in request.POST.lists() if not _is_secret(name)]
        fields = [(name, value) for name, values in kept for value in values]
        back = "/" + urlsplit(request.headers.get("Referer", "")).path.lstrip("/")  # "//" would begin another site's name
    context = {"fields": fields, "signed_out": signed_out, "why": why, "path": request.get_full_path(), "back": back}
    answer = render(request, "given_back.html", context, status=403)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _is_secret(name: str) -> bool:
    """What is typed again rather than written into a page: passwords, one-time codes, and the token that was too old."""
    return name == "csrfmiddlewaretoken" or "password" in name or name == "code"


def _is_ours(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.get_host()
