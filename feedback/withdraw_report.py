from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from base.ring import ring
from community.models import Member
from community.withdraw_thread import withdraw_thread
from feedback.models import Report
from feedback.take_step import StepTaken, take_step


@transaction.atomic
def withdraw_report(*, report: Report, by: Member) -> bool:
    """Take a report back: it leaves every page, queue and dataset. False where that was done before."""
    standing = Report.objects.filter(pk=report.pk, withdrawn_at=None)
    if not standing.update(withdrawn_at=timezone.now(), recall_pending=True):
        return False
    take_step(StepTaken(report_id=report.pk, event="withdrawn", key="1", actor=by))
    withdraw_thread(thread_id=report.pk)
    ring("consent_narrowed")
    return True
