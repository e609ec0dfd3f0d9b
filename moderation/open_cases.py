from __future__ import annotations

import structlog
from django.db import transaction

from base.tally import tally
from feedback.models import Classification, Report
from moderation.models import Case
from moderation.priority import priority

BATCH = 500

log = structlog.get_logger(__name__)


@transaction.atomic
def open_cases(limit: int = BATCH) -> int:
    """Open a case for each classified report that has none yet, in order of what it can teach; says how many."""
    reports = list(
        Report.objects.select_for_update(skip_locked=True)
        .filter(classified=Report.Classified.DONE, case_opened=False, withdrawn_at=None)
        .order_by("pk")[:limit]
    )
    if not reports:
        return 0
    views = {row.report_id: row for row in Classification.objects.filter(report__in=reports, is_current=True)}
    Case.objects.bulk_create(
        [
            Case(
                report=report,
                why="abstained" if views[report.pk].abstained else "triage",
                priority=priority(value=views[report.pk].value, abstained=views[report.pk].abstained),
            )
            for report in reports
        ],
        ignore_conflicts=True,
    )
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(case_opened=True)
    tally(stage="open_case", processed=len(reports))
    return len(reports)
