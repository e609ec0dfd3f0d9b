from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils import timezone

from community.models import Member, TrustPin
from community.notify import notify
from community.set_trust import set_trust
from community.trust import Record, level_for


def record_of(figures: Mapping[str, int], member: Member) -> Record:
    """What the levels are weighed by."""
    days = (timezone.now() - member.date_joined).days
    return Record(days, figures["posts"], figures["liked"], figures["accepted"], figures["removed"])


def review_trust(*, member: Member, figures: Mapping[str, int]) -> int | None:
    """Move a member to the level that the figures earn, or that a moderator pinned, and tell them; None where it stays."""
    pin = TrustPin.objects.filter(member=member).first()
    level = pin.level if pin else level_for(record_of(figures, member), now=member.trust)
    if not set_trust(member_id=member.pk, before=member.trust, level=level):
        return None
    notify(
        member=member,
        event=f"level_{level}" if level > member.trust else "level_down",
        url=reverse("community:settings_standing"),
        detail={"level": level},
        key=f"level-{level}-{timezone.now():%Y%m%d}",
    )
    return level
