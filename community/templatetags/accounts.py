"""What account pages ask of the site."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context

register = template.Library()


@register.simple_tag
def has_mail() -> bool:
    return bool(settings.HAS_MAIL)


@register.simple_tag
def has_single_sign_on() -> bool:
    return bool(settings.HAS_SINGLE_SIGN_ON)


@register.simple_tag(takes_context=True)
def passkeys_work(context: Context) -> bool:
    """Whether browsers keep passkeys for this address: it has to be a name, and HTTPS or this very machine (WebAuthn 5.1.3)."""
    request: HttpRequest = context["request"]
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    return host == "localhost" or (request.is_secure() and not _is_number(host))


@register.simple_tag(takes_context=True)
def localhost_address(context: Context) -> str:
    """The same page on this machine's name, for whoever came by 127.0.0.1; empty for everyone else."""
    request: HttpRequest = context["request"]
    host, _, port = request.get_host().partition(":")
    return f"{request.scheme}://localhost{':' if port else ''}{port}{request.path}" if host == "127.0.0.1" else ""


@register.filter
def browser_words(user_agent: str) -> str:
    """A browser and its system in two words, of what it says of itself; the beginning of that where neither is known."""
    browsers = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {
        "Android": "Android",
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Windows": "Windows",
        "Mac OS": "macOS",
        "Linux": "Linux",
    }
    found: list[Any] = [next((name for mark, name in table.items() if mark in user_agent), "") for table in (browsers, systems)]
    return " · ".join(filter(None, found)) or user_agent[:40]


def _is_number(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False
