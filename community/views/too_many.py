from __future__ import annotations

import math
import time

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

# Which of allauth's limits stand before a page, by the page's name.
LIMITS = {
    "account_login": ("allauth.account", "login"),
    "account_signup": ("allauth.account", "signup"),
    "account_email": ("allauth.account", "manage_email"),
    "account_change_password": ("allauth.account", "change_password"),
    "account_set_password": ("allauth.account", "change_password"),
    "account_reset_password": ("allauth.account", "reset_password"),
    "account_reset_password_from_key": ("allauth.account", "reset_password_from_key"),
    "account_reauthenticate": ("allauth.account", "reauthenticate"),
    "mfa_reauthenticate": ("allauth.account", "reauthenticate"),
    "mfa_reauthenticate_webauthn": ("allauth.account", "reauthenticate"),
    "mfa_login_webauthn": ("allauth.mfa", "webauthn_login"),
    "export_member": ("allauth.account", "export_member"),
    "leave": ("allauth.account", "leave"),
    "join": ("allauth.account", "join"),
    "waiting": ("allauth.account", "wait"),
    "invitations": ("allauth.account", "invite"),
    "settings_mail": ("allauth.account", "send_test_mail"),
}


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for whoever was too quick: it says how long to wait, and so does `Retry-After`."""
    seconds = seconds_left(request)
    minutes = math.ceil(seconds / 60)
    response = render(request, "account/too_many.html", {"seconds": seconds, "minutes": minutes}, status=429)
    response["Retry-After"] = str(seconds)
    patch_cache_control(response, no_store=True)
    return response


def seconds_left(request: HttpRequest) -> int:
    """Until the fullest of the page's limits lets one more through; a minute where it cannot be told."""
    match = request.resolver_match
    app, action = LIMITS.get(match.url_name or "", ("", "")) if match else ("", "")
    if not app:
        return 60
    left = [_left(request, app, action, rate) for rate in ratelimit.get_rates(app=app, action=action)]
    return max(1, math.ceil(max(left, default=60)) or 60)


def _left(request: HttpRequest, app: str, action: str, rate: ratelimit.Rate) -> float:
    address = request.POST.get("email", "").lower() if rate.per == "key" else None
    key = ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=address)
    times: list[float] = cache.get(key, [])  # newest first
    return times[rate.amount - 1] + rate.duration - time.time() if len(times) >= rate.amount else 0
