from __future__ import annotations

from django.db import transaction

from base.ring import ring
from community.models import Member
from feedback.models import ConsentGiven, Report
from feedback.take_step import StepTaken, take_step


@transaction.atomic
def change_consent(*, report: Report, by: Member, scope: str, licence: str = "CC-BY-4.0", version: str = "1") -> None:
    """Say anew what a report may be used for. What no longer may be used leaves the datasets that hold it."""
    changed = Report.objects.filter(pk=report.pk).exclude(consent_scope=scope)
    if changed.update(consent_scope=scope, recall_pending=scope != "training"):
        given = ConsentGiven.objects.create(report=report, scope=scope, licence=licence, version=version, given_by=by)
        take_step(StepTaken(report_id=report.pk, event="consent_changed", key=str(given.pk), actor=by, detail={"scope": scope}))
        ring("consent_narrowed")
