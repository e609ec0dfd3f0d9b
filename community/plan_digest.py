from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from community.digest_times import next_morning
from community.models import DigestPlan, Member
from community.reader import zone_of


@transaction.atomic
def plan_digest(*, member: Member, every: str) -> DigestPlan:
    """Send `member` a digest `every` day or week from now on, or never; what they choose again changes nothing."""
    plan, _ = DigestPlan.objects.select_for_update().get_or_create(member=member)
    if plan.every == every:
        return plan
    now = timezone.now()
    if plan.every == DigestPlan.Every.NEVER:
        plan.told_until = now
    plan.every = every
    weekly = every == DigestPlan.Every.WEEK
    plan.digest_due_at = None if every == DigestPlan.Every.NEVER else next_morning(now, zone_of(member), weekly=weekly)
    plan.save()
    return plan
