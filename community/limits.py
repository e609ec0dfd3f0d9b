"""How often each thing may be done, by the level of who does it; a visitor is known by their address."""

from __future__ import annotations

from django.conf import settings
from django.utils.crypto import salted_hmac

from base.limits import Limit, take
from community.access import Viewer
from community.models import Member
from community.trust import DAILY, MINUTELY, level_of

MINUTE, DAY = 60, 86_400


def count_against_limits(*, viewer: Viewer, action: str, address: str = "") -> None:
    """Count one `action`; raises `base.limits.TooSoon` where it was done as often as it may be.

    `address` stands for a visitor, and is kept as a keyed hash only. Its limit is that of a new member.
    """
    factor = settings.RATE_LIMITS
    if not factor:
        return
    level = level_of(viewer) if isinstance(viewer, Member) else 0
    who = f"m{viewer.pk}" if isinstance(viewer, Member) else salted_hmac("limits", address).hexdigest()[:32]
    limits = [
        Limit(f"{action}:{who}:{seconds}", round(table[action][level] * factor), seconds)
        for table, seconds in ((MINUTELY, MINUTE), (DAILY, DAY))
        if action in table
    ]
    take(limits)
