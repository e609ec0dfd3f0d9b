"""The only door to reports; a report is seen by whoever may see its thread."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from base.paging import read_number
from community.access import Viewer, access_in_thread
from feedback.models import AccessKey, Report, WebhookEndpoint


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


def access_endpoint(pk: int) -> WebhookEndpoint:
    """For those whom the view let in; raises Http404."""
    endpoint = WebhookEndpoint.objects.filter(pk=pk).first()
    if endpoint is None:
        raise Http404
    return endpoint


def access_key_of(number: str) -> AccessKey:
    """The key of that number, for those whom the view let in; raises Http404."""
    pk = read_number(number)
    key = AccessKey.objects.filter(pk=pk).first() if pk is not None else None
    if key is None:
        raise Http404
    return key
