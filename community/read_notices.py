from __future__ import annotations

from django.utils import timezone

from community.models import Member, Notice


def read_notices(*, member: Member, up_to: int) -> int:
    """Mark what the member has been shown, up to the notice `up_to`, as read; says how many were new."""
    return Notice.objects.filter(member=member, read_at=None, pk__lte=up_to).update(read_at=timezone.now())
