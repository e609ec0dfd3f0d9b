"""What pages read of reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from community.models import Member
from feedback.models import Classification, ConsentGiven, Report, Step

FUNNEL_EVENTS = ("reported", "accepted", "in_dataset", "released")


def steps_of(report: Report) -> list[Step]:
    return list(Step.objects.filter(report=report).select_related("actor").order_by("pk"))


def current_classification(report: Report) -> Classification | None:
    return Classification.objects.filter(report=report, is_current=True).first()


def current_consent(report: Report) -> ConsentGiven | None:
    return ConsentGiven.objects.filter(report=report).order_by("-pk").first()


def last_choices(member: Member) -> dict[str, str]:
    """What the member chose in their last report by hand, to begin the next one with."""
    last = Report.objects.filter(thread__author=member, source="site").select_related("thread").order_by("-pk").first()
    if last is None:
        return {}
    known = f"{last.model_name}/{last.version_name}" if last.model_version_id else "other"
    return {
        "version": known,
        "other_version": "" if last.model_version_id else last.version_name,
        "consent": last.consent_scope,
        "visibility": last.thread.visibility,
    }


@dataclass(frozen=True)
class Funnel:
    """How many reports took each leg of the line since `since`."""

    since: datetime
    reported: int
    accepted: int
    in_dataset: int
    released: int


def funnel(days: int = 30) -> Funnel:
    since = timezone.now() - timedelta(days=days)
    counts = dict(
        Step.objects.filter(event__in=FUNNEL_EVENTS, at__gte=since)
        .values_list("event")
        .annotate(reports=Count("report", distinct=True))
    )
    return Funnel(since, *(counts.get(event, 0) for event in FUNNEL_EVENTS))


def latest_fixes(limit: int = 3) -> list[Step]:
    """The reports that a release answered last, each with its thread and author."""
    released = Step.objects.filter(event=Step.Event.RELEASED, report__withdrawn_at=None, report__thread__state="visible")
    return list(
        released.filter(report__thread__visibility="public").select_related("report__thread__author").order_by("-pk")[:limit]
    )
