from __future__ import annotations

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from feedback.models import Report
from feedback.webhooks.events import SUPERSEDED
from feedback.webhooks.queue import queue_event
from tuning.models import Row, Tombstone, Version

BATCH = 500

log = structlog.get_logger(__name__)


@transaction.atomic
def shred_withdrawn(limit: int = BATCH) -> int:
    """Empty the rows, in every version, of reports whose consent no longer covers training; says how many reports were seen.

    What is left of a row is a tombstone: its id, the hash of what it held, why and when. The versions are marked
    superseded, and the next build holds none of it. While one of the versions is being proved the reports wait for the
    next ring: rows that vanish under a proof would fail it. Versions are locked before their rows, as by the prover, and
    reports so that steps can still be taken.
    """
    pending = Report.objects.select_for_update(skip_locked=True, no_key=True).filter(recall_pending=True)
    reports = list(pending.order_by("pk")[:limit])
    if not reports:
        return 0
    now = timezone.now()
    reasons = {report.pk: "withdrawn" if report.withdrawn_at else "consent_changed" for report in reports}
    narrowed = [report.pk for report in reports if report.withdrawn_at or report.consent_scope != "training"]
    held_by = set(Row.objects.filter(report_id__in=narrowed, content__isnull=False).values_list("version_id", flat=True))
    if len(Version.objects.select_for_update(skip_locked=True).filter(pk__in=held_by).order_by("pk")) < len(held_by):
        return 0
    rows = list(Row.objects.select_for_update().filter(report_id__in=narrowed, content__isnull=False).order_by("pk"))
    Tombstone.objects.bulk_create(
        [
            Tombstone(
                version_id=row.version_id,
                row_id=row.row_id,
                content_sha256=row.content_sha256,
                reason=reasons[row.report_id or 0],
                at=now,
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )
    Row.objects.filter(pk__in=[row.pk for row in rows]).update(content=None, shredded_at=now)
    superseded = Version.objects.filter(pk__in={row.version_id for row in rows}, superseded_at=None)
    _tell(superseded.filter(state=Version.State.READY))
    superseded.update(superseded_at=now)
    Report.objects.filter(pk__in=reasons).update(recall_pending=False)
    log.info("rows.shredded", rows=len(rows), reports=len(reports))
    return len(reports)


def _tell(superseded: QuerySet[Version]) -> None:
    """Tell other programs of versions that are to be fetched anew."""
    for version in superseded.select_related("recipe"):
        data: dict[str, object] = {
            "dataset": version.recipe.slug,
            "version": version.number,
            "url": settings.SITE_ADDRESS + reverse("tuning:version", args=[version.recipe.slug, version.number]),
            "tombstones_url": f"{settings.SITE_ADDRESS}/api/v1/datasets/{version.recipe.slug}/tombstones",
        }
        queue_event(event=SUPERSEDED, key=str(version.pk), data=data)
