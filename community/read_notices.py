from __future__ import annotations

from django.utils import timezone

from community.models import Member, Notice


def read_notices(*, member: Member, up_to: int, since: int = 0) -> int:
    """Mark what the member has been shown as read, the notices from `since` up to `up_to`; says how many were new.

    What came while they read is newer than `up_to`, what a later page holds is older than `since`: both stay new.
    """
    unread = Notice.objects.filter(member=member, read_at=None, on_site=True)
    return unread.filter(pk__gte=since, pk__lte=up_to).update(read_at=timezone.now())
