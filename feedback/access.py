"""The only door to reports; a report is seen by whoever may see its thread."""

from __future__ import annotations

from django.http import Http404

from community.access import Viewer, access_thread
from feedback.models import Evidence, Report


def access_report(viewer: Viewer, pk: int) -> Report:
    """The report with its thread; raises Http404 for a stranger."""
    thread = access_thread(viewer, pk, is_report=True)
    report = Report.objects.get(pk=thread.pk)
    report.thread = thread
    return report


def access_own_report(viewer: Viewer, pk: int) -> Report:
    """The viewer's own report; raises Http404 for everyone else's."""
    report = access_report(viewer, pk)
    if report.thread.author != viewer:
        raise Http404
    return report


def current_evidence(report: Report) -> Evidence:
    return Evidence.objects.get(report=report, is_current=True)
