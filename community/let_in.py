from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from base.ring import ring
from community.audit import audit
from community.models import Member, WaitingEntry


@transaction.atomic
def let_in_stage(*, percent: int) -> int:
    """Let in everyone on the waiting list whose bucket is below `percent`; says how many are new."""
    now = timezone.now()
    count = WaitingEntry.objects.filter(bucket__lt=percent, let_in_at=None).update(let_in_at=now)
    if count:
        ring("let_in")
    return count


@transaction.atomic
def let_in(*, entry: WaitingEntry, by: Member) -> bool:
    """Let one in by hand; False where they were in already."""
    if not WaitingEntry.objects.filter(pk=entry.pk, let_in_at=None).update(let_in_at=timezone.now()):
        return False
    audit(by=by, subject="waiting", name=str(entry.pk), before={"let_in": False}, after={"let_in": True})
    ring("let_in")
    return True
