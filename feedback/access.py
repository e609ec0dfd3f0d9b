"""The only door to reports; a report is seen by whoever may see its thread."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from community.access import Viewer, access_in_thread
from feedback.models import Report


def access_report(viewer: Viewer, pk: int, *, among: QuerySet[Report] | None = None) -> Report:
    """The report with its thread, as `access_thread` gives it; raises Http404 for a stranger. One query, with what `among`
    reads along."""
    reports = Report.objects.all() if among is None else among
    return access_in_thread(viewer, reports.filter(pk=pk, thread__is_report=True))


def access_own_report(viewer: Viewer, pk: int) -> Report:
    """The viewer's own report; raises Http404 for everyone else's."""
    report = access_report(viewer, pk)
    if report.thread.author != viewer:
        raise Http404
    return report
