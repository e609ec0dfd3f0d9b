"""In which languages a reader wants to see threads."""

from __future__ import annotations

from django.http import HttpRequest

from community.models import Member

COOKIE = "reads"
# What is asked for: Chinese or English, each with threads that no language is known of (code, pictures), else all.
LANGUAGES: dict[str, tuple[str, ...]] = {"zh": ("zh", "und"), "en": ("en", "und")}


def reads_of(request: HttpRequest) -> str:
    """A key of `LANGUAGES`, or "" for all: what the address says, else what the member or the browser has kept."""
    asked = request.GET.get("reads")
    if asked is None:
        user = request.user
        asked = (user.reads or [""])[0] if isinstance(user, Member) else request.COOKIES.get(COOKIE, "")
    return asked if asked in LANGUAGES else ""
