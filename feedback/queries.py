"""What pages read of reports."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from base.paging import Page, newest_first
from community.access import Viewer, open_now, visible_threads
from community.models import Member, Thread
from community.queries import FEED_PAGE
from feedback.models import Classification, ConsentGiven, ModelVersion, Report, Step

LOOKED_AT = 100  # steps, among which are the three that everyone may see
# Of four tables, what a line of "fixed lately" shows.
SHOWN_OF_A_FIX = (
    *("key", "detail", "report__thread__title", "report__thread__language", "report__thread__is_report"),
    "report__thread__author__username",
)
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
    """The last `days` days of everyone's reports; counted once a minute in each process, since it reads all their steps."""
    return _funnel(days, int(time.time() // 60))


@lru_cache(maxsize=4)
def _funnel(days: int, _minute: int) -> Funnel:
    since = timezone.now() - timedelta(days=days)
    counts = dict(
        Step.objects.filter(event__in=FUNNEL_EVENTS, at__gte=since)
        .values_list("event")
        .annotate(reports=Count("report", distinct=True))
    )
    return Funnel(since, *(counts.get(event, 0) for event in FUNNEL_EVENTS))


def funnel_of(member: Member, viewer: Viewer) -> Funnel:
    """How far the member's reports that `viewer` may open have come, since the member joined: a report counts at every
    station it has reached."""
    mine = visible_threads(viewer).filter(author=member, is_report=True)
    counts = mine.aggregate(
        reported=Count("pk", filter=Q(station__gte=1)),  # what is held has not begun its way
        accepted=Count("pk", filter=Q(station__gte=3)),
        in_dataset=Count("pk", filter=Q(station__gte=4)),
        released=Count("pk", filter=Q(station__gte=5)),
    )
    return Funnel(member.date_joined, **counts)


def releases() -> list[ModelVersion]:
    """The newest releases, each with `fixes`, the steps of the reports that it answers."""
    versions = list(
        ModelVersion.objects.filter(released_at__isnull=False).select_related("product").order_by("-released_at")[:30]
    )
    steps = released_steps().filter(key__in=[str(version.pk) for version in versions])[:500]
    for version in versions:
        version.fixes = [step for step in steps if step.key == str(version.pk)]  # type: ignore[attr-defined]
    return versions


def versions_to_follow(keys: list[int]) -> dict[int, tuple[str, str]]:
    """Names and pages of the versions of these keys, for who follows them."""
    versions = ModelVersion.objects.filter(pk__in=keys).select_related("product")
    return {version.pk: (str(version), version.get_absolute_url()) for version in versions}


def reports_on(version: ModelVersion, viewer: Viewer, *, after: str | None) -> Page[Thread]:
    """A page of the reports on a version that `viewer` may see, those first where something happened last."""
    threads = Thread.objects.filter(open_now(viewer), model_key=version.pk)
    rows = threads.filter(model_key__gt=0).select_related("author").defer("body")
    return newest_first(rows, by="active_at", after=after, size=FEED_PAGE)


def released_steps() -> QuerySet[Step]:
    """Releases that answered a public report, newest first, with its thread and author."""
    seen = Step.objects.filter(
        open_now(AnonymousUser(), "report__thread__"), event=Step.Event.RELEASED, report__withdrawn_at=None
    )
    return seen.select_related("report__thread__author").only(*SHOWN_OF_A_FIX).order_by("-at", "-pk")


def latest_fixes(limit: int = 3) -> list[Step]:
    """The reports that a release answered last, each with its thread and author; looked for among the newest few releases of
    reports only, so that it costs the same whatever there is."""
    newest = Step.objects.filter(event=Step.Event.RELEASED).order_by("-at", "-pk").values("pk")[:LOOKED_AT]
    return list(released_steps().filter(pk__in=newest)[:limit])
