from __future__ import annotations

from django.db import transaction

from community.models import Member, TrustPin
from community.note_credit import note_credit


@transaction.atomic
def pin_trust(*, member: Member, level: int, by: Member, reason: str) -> TrustPin:
    """Keep a member at a level, whatever the figures say, until `unpin_trust`; the next sweep moves them there."""
    pin, _is_new = TrustPin.objects.update_or_create(member=member, defaults={"level": level, "by": by, "reason": reason})
    note_credit(members=[member.pk])
    return pin


@transaction.atomic
def unpin_trust(*, member: Member) -> bool:
    """Let the figures say again what a member's level is; False where it was not pinned."""
    gone, _ = TrustPin.objects.filter(member=member).delete()
    if gone:
        note_credit(members=[member.pk])
    return bool(gone)
