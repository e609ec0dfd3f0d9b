"""Whoever is spoken to is spoken to in their language."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils import translation

from community.models import Member


def speaking_to(member: Member | None) -> AbstractContextManager[None]:
    """For mails: the member's language, else the one that is active (a visitor's own, or the site's in a worker)."""
    return translation.override(member.language if member and member.language else translation.get_language())


def remember_language(response: HttpResponseBase, member: Member) -> None:
    """Let the browser ask for the member's language from now on; nothing where they chose none."""
    if member.language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            member.language,
            max_age=365 * 24 * 3600,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
