"""Doors that count: who comes too often is told how long to wait, and loses nothing that they typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.limits import TooSoon
from base.view_decorators import give_back
from community.limits import count_against_limits

View = Callable[..., HttpResponseBase]
MINUTE, HOUR = 60, 3600


def limited(action: str, *, methods: tuple[str, ...] = ("POST",)) -> Callable[[View], View]:
    """Count each request of these methods against `action`; one too many is answered with 429 and what was sent.

    For forms whose words must be checked first, see `too_soon`.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in methods:
                try:
                    count(request, action)
                except TooSoon as refused:
                    return later(
                        give_back(request, why=wait_words(refused.seconds, typed=request.method == "POST")), refused.seconds
                    )
            return view(request, *args, **kwargs)

        return counted

    return wrap


def too_soon(request: HttpRequest, form: Form, action: str) -> int:
    """Count one `action` of a form that is valid. 0: go on. Else the seconds to wait, and the form says so."""
    try:
        count(request, action)
    except TooSoon as refused:
        form.add_error(None, wait_words(refused.seconds))
        return refused.seconds
    return 0


def later(response: HttpResponse, seconds: int) -> HttpResponse:
    """`response` as an answer of 429 that says when to come again; as it is where there is nothing to wait for."""
    if seconds:
        response.status_code = 429
        response["Retry-After"] = str(seconds)
        patch_cache_control(response, no_store=True)
    return response


def count(request: HttpRequest, action: str) -> None:
    address = "" if request.user.is_authenticated else str(get_adapter().get_client_ip(request))
    count_against_limits(viewer=request.user, action=action, address=address)


def wait_words(seconds: int, *, typed: bool = True) -> str:
    """How long to wait, in words."""
    if seconds < MINUTE * 2:
        time = ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    elif seconds < HOUR * 2:
        minutes = -(-seconds // MINUTE)
        time = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    else:
        hours = -(-seconds // HOUR)
        time = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    if not typed:
        return _("That was a little too often. It works again in %(time)s.") % {"time": time}
    return _("That was a little too often. It works again in %(time)s, and what you wrote is still here.") % {"time": time}
