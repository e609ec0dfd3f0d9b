from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from community.digest import digest_of
from community.digest_times import next_morning
from community.models import DigestPlan, Member
from community.notify import notify
from community.reader import zone_of


def make_digests() -> int:
    """Make every digest that is due, each in a transaction of its own; says how many members' turns came."""
    made = 0
    while make_digest():
        made += 1
    return made


@transaction.atomic
def make_digest() -> bool:
    """Claim one plan that is due, tell its member what happened since the last time, and plan the next; False where none is.

    An empty digest is not told. The notice's key is the time it was due, so that it is told once; where nothing ran for
    days there is one digest for all of them.
    """
    now = timezone.now()
    due = DigestPlan.objects.select_for_update(skip_locked=True).filter(digest_due_at__lte=now)
    plan = due.order_by("digest_due_at").first()
    if plan is None or plan.digest_due_at is None:
        return False
    member = Member.objects.get(pk=plan.member_id)
    if member.is_active and digest_of(member, plan.told_until, now):
        notify(
            member=member,
            event="digest",
            key=f"digest-{plan.digest_due_at.isoformat()}",
            url=f"{reverse('community:digest')}?since={plan.told_until.timestamp():.6f}&until={now.timestamp():.6f}",
            detail={"since": plan.told_until.timestamp(), "until": now.timestamp()},
        )
    plan.told_until = now
    plan.digest_due_at = next_morning(now, zone_of(member), weekly=plan.every == DigestPlan.Every.WEEK)
    plan.save(update_fields=["told_until", "digest_due_at"])
    return True
