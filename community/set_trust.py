from __future__ import annotations

from django.db import transaction

from community.models import Member


@transaction.atomic
def set_trust(*, member_id: int, before: int, level: int) -> bool:
    """Move a member from the level `before` to `level`; the only writer. False where somebody else was quicker."""
    if before == level:
        return False
    return bool(Member.objects.filter(pk=member_id, trust=before).update(trust=level))
