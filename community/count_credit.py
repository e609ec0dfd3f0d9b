from __future__ import annotations

from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from community.award_badges import award_badges
from community.count_reports import count_reports
from community.credit_figures import figures_of
from community.models import Credit, CreditDue, Member
from community.note_credit import note_credit
from community.review_trust import review_trust

DUE, LOOKED_AT = 500, 500
DAY = timedelta(days=1)
log = structlog.get_logger(__name__)


@transaction.atomic
def count_credit(limit: int = DUE) -> int:
    """Count the figures of a batch of members anew, give the badges they earn and move their levels; says how many were due.

    Members' rows of figures are locked before anything is counted, in order, so that of two workers with the same member
    the later one counts what the earlier one saw, and more.
    """
    due = list(CreditDue.objects.select_for_update(skip_locked=True).order_by("pk")[:limit])
    if not due:
        return 0
    named = {row.member_id for row in due}
    members = {one.pk: one for one in Member.objects.filter(pk__in=named, left_at=None)}
    Credit.objects.bulk_create([Credit(member_id=pk) for pk in sorted(members)], ignore_conflicts=True)
    list(Credit.objects.select_for_update().filter(pk__in=members).order_by("pk").values_list("pk"))
    count_reports(members=members)
    now = timezone.now()
    for pk, figures in figures_of(members.keys()).items():
        Credit.objects.filter(pk=pk).update(**_columns(figures), counted_at=now)
        member = members[pk]
        if member.source or member.is_machine or not member.is_active:
            continue
        award_badges(member=member, figures=figures, days=(now - member.date_joined).days)
        if (level := review_trust(member=member, figures=figures)) is not None:
            log.info("trust.moved", member=pk, before=member.trust, level=level)
    CreditDue.objects.filter(pk__in=[row.pk for row in due]).delete()
    return len(due)


def note_old_figures(limit: int = LOOKED_AT) -> int:
    """Let those be counted anew whom only the calendar moves: days pass, and removed posts are forgiven. Says how many."""
    old = Credit.objects.filter(posts__gt=0, counted_at__lt=timezone.now() - DAY, member__source="").order_by("counted_at")
    found = list(old.values_list("pk", flat=True)[:limit])
    note_credit(members=found)
    return len(found)


def _columns(figures: dict[str, int]) -> dict[str, int]:
    counted = [field.name for field in Credit._meta.concrete_fields if field.name not in {"member", "counted_at"}]
    return {name: figures[name] for name in counted}
