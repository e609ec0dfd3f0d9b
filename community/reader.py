"""In which language and time zone a member reads what is sent to them."""

from __future__ import annotations

from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone

from community.models import Member


def language_of(member: Member) -> str:
    """A code of `settings.LANGUAGES`: what they chose, else the site's."""
    return str(getattr(member, "language", "") or settings.LANGUAGE_CODE)


def zone_of(member: Member) -> tzinfo:
    """What they chose, else the site's; so too where this machine does not know the name."""
    name = str(getattr(member, "time_zone", ""))
    try:
        return ZoneInfo(name) if name else timezone.get_default_timezone()
    except (ZoneInfoNotFoundError, ValueError):
        return timezone.get_default_timezone()
