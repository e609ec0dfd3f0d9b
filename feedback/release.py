from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from community.models import Member
from community.notify import notify
from feedback.models import ModelVersion, Product, Report
from feedback.queries import forget_fixes
from feedback.registry import register_version
from feedback.take_step import StepTaken, take_steps


@transaction.atomic
def release(
    *,
    product: Product,
    name: str,
    by: Member,
    fixes: Sequence[Report],
    notes: str = "",
    released_at: datetime | None = None,
) -> ModelVersion:
    """Record that a version is out and which reports it answers; their reporters are told, and asked to confirm."""
    version = register_version(product=product, name=name, by=by)
    if version.released_at is None:
        version.released_at = released_at or timezone.now()
        version.notes = notes
        version.save(update_fields=["released_at", "notes"])
    take_steps(
        [
            StepTaken(report_id=report.pk, event="released", key=str(version.pk), actor=by, detail={"version": str(version)})
            for report in fixes
        ]
    )
    forget_fixes()
    for report in fixes:
        notify(
            member=report.thread.author,
            event="released",
            key=f"released-{report.pk}-{version.pk}",
            url=report.thread.get_absolute_url(),
            thread=report.thread,
            detail={"title": report.thread.title, "version": str(version)},
        )
    return version
