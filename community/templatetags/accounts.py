"""What account pages ask of the site."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.models import Member

register = template.Library()

# The pages about one's own account; then those that only who looks after the site has.
OWN = [
    ("community:settings", _("Profile")),
    ("community:settings_standing", _("What is open to me")),
    ("community:drafts", _("Drafts")),
    ("community:settings_sign_in", _("Signing in")),
    ("account_email", _("Email addresses")),
    ("community:channels", _("How I am told")),
    ("community:follows", _("What I follow")),
    ("community:invitations", _("Invitations")),
    ("community:settings_privacy", _("Privacy")),
]
MODERATORS = [("community:settings_links", _("Sign-in links"))]
LEADERS = [("feedback:keys", _("Keys of programs")), ("feedback:webhooks", _("Webhooks"))]
ADMINISTRATORS = [
    ("community:settings_site", _("How open the site is")),
    ("community:settings_waiting", _("Waiting list")),
    ("community:settings_spaces", _("Spaces")),
    ("community:settings_features", _("Features")),
    ("community:settings_assistant", _("Assistant")),
    ("community:settings_mail", _("Mail")),
]


@register.inclusion_tag("components/account_nav.html", takes_context=True)
def account_nav(context: Context) -> dict[str, Any]:
    """The groups of pages about an account, as far as they are open to its member; none for a visitor."""
    request: HttpRequest = context["request"]
    member = request.user
    if not isinstance(member, Member):
        return {"groups": []}
    is_admin = member.role == Member.Role.ADMIN
    of_site = [
        *(MODERATORS if member.is_moderator else []),
        *(LEADERS if is_admin or member.role == Member.Role.LEAD else []),
        *(ADMINISTRATORS if is_admin else []),
    ]
    own = [
        (reverse("community:profile", args=[member.username]), _("What my words changed")),
        *((reverse(name), words) for name, words in OWN),
        (reverse("account_logout"), _("Sign out")),
    ]
    groups = [(_("Account"), own), (_("This site"), [(reverse(name), words) for name, words in of_site])]
    return {"groups": [group for group in groups if group[1]], "path": request.path}


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
