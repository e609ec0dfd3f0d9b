"""The only door to cases; whoever is no moderator finds none."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404

from community.access import Viewer
from community.models import Member
from feedback.models import ConsentGiven
from feedback.queries import judged_reports
from moderation.models import Case, Decision


def access_case(viewer: Viewer, pk: int) -> Case:
    """The case with its report, as one of `judged_reports`, its thread and author, and what `moderation.queries` says of it;
    raises Http404 for everyone who does not moderate. One query."""
    if not (isinstance(viewer, Member) and viewer.is_moderator):
        raise Http404
    said = JSONObject(verb="verb", labels="labels", reason="reason", by="by__username", at="at")
    found = judged_reports().annotate(
        decision_rows=ArraySubquery(Decision.objects.filter(case=OuterRef("pk")).order_by("pk").values(row=said)),
        licence=Subquery(ConsentGiven.objects.filter(report=OuterRef("pk")).order_by("-pk").values("licence")[:1]),
    )
    report = found.filter(pk=pk, withdrawn_at=None, case__isnull=False).select_related("case", "thread__author").first()
    if report is None:
        raise Http404
    case: Case = report.case
    return case
