from __future__ import annotations

from django.db import transaction

from base.ring import ring
from community.models import Member
from feedback.models import ConsentGiven, Report
from feedback.schema import CONSENT_VERSION, LICENCE
from feedback.take_step import StepTaken, take_step


@transaction.atomic
def change_consent(
    *, report: Report, scope: str, by: Member | None = None, licence: str = LICENCE, version: str = CONSENT_VERSION
) -> None:
    """Say anew what a report may be used for. What no longer may be used leaves the datasets that hold it.

    Without `by` it was the report's source that said so. A withdrawn report stays recalled, whatever is said of it.
    """
    changed = Report.objects.filter(pk=report.pk, withdrawn_at=None).exclude(consent_scope=scope)
    if changed.update(consent_scope=scope, recall_pending=scope != "training"):
        given = ConsentGiven.objects.create(report=report, scope=scope, licence=licence, version=version, given_by=by)
        take_step(
            StepTaken(
                report_id=report.pk,
                event="consent_changed",
                key=str(given.pk),
                actor=by,
                actor_name="" if by else report.source,
                detail={"scope": scope},
            )
        )
        ring("consent_narrowed")
