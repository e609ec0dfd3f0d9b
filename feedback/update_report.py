from __future__ import annotations

from django.db import transaction

from base.ring import ring
from community.models import Thread
from feedback.models import Evidence, Report
from feedback.schema import ReportIn
from feedback.submit_report import add_evidence, title_of


@transaction.atomic
def update_report(*, report: Report, given: ReportIn) -> bool:
    """Take in what a source now says of a report it sent before; False where nothing changed.

    The earlier evidence stays, no longer current, and the report is classified again.
    """
    held = Evidence.objects.select_for_update().get(report=report, is_current=True)
    if held.sha256 == given.sha256():
        return False
    Evidence.objects.filter(pk=held.pk).update(is_current=False)
    add_evidence(report, given)
    Thread.objects.filter(pk=report.pk).update(title=title_of(given), body=given.body)
    Report.objects.filter(pk=report.pk).update(classified=Report.Classified.WAITING, tries=0)
    ring("report_submitted")
    return True
