"""What pages read of reports."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, FilteredRelation, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from base.paging import Page, newest_first
from community.access import Viewer, open_counts, open_now
from community.assistant_queries import SHOWN, unanswered
from community.models import AssistantRequest, Member, Thread
from community.queries import FEED_PAGE
from feedback.excerpts import CutEvidence, cut_evidence, read_cut
from feedback.models import Classification, ModelVersion, Report, Step

LOOKED_AT = 100  # steps, among which are those that everyone may see
FIXES_KEPT = 8  # of these, so that three are left where some are hidden meanwhile
FIXES_SECONDS = 10
# Of four tables, what a line of "fixed lately" shows.
SHOWN_OF_A_FIX = (
    *("key", "detail", "report__thread__title", "report__thread__language", "report__thread__is_report"),
    "report__thread__author__username",
)
FUNNEL_EVENTS = ("reported", "accepted", "in_dataset", "released")


def judged_reports() -> QuerySet[Report]:
    """Reports with what a page shows of what they rest on, and what the machine thinks of it, in the same query: see
    `evidence_and_view`."""
    judged = Report.objects.annotate(
        cut=cut_evidence(),
        view=FilteredRelation("classifications", condition=Q(classifications__is_current=True)),
    )
    return judged.select_related("view")  # type: ignore[misc]  # no field, but the relation above


def evidence_and_view(report: Report) -> tuple[CutEvidence, Classification | None]:
    """Of one of `judged_reports`; no view where the machine has not looked yet."""
    return read_cut(report.cut), getattr(report, "view", None)  # type: ignore[attr-defined]


# In SQL as it is: built of expressions, it takes longer to compile on each visit than the database needs to answer it.
_STEPS = """ARRAY(
    SELECT json_build_object('event', s.event, 'actor_name', coalesce(m.username, s.actor_name), 'detail', s.detail,
        'url', s.url, 'at', s.at)
    FROM feedback_step s LEFT JOIN community_member m ON m.id = s.actor_id
    WHERE s.report_id = feedback_report.thread_id ORDER BY s.id)"""


def whole_reports(viewer: Viewer) -> QuerySet[Report]:
    """`judged_reports` with all else that their own page says, in the same query: see `steps_of` and `asked_about`."""
    whole = judged_reports().annotate(step_rows=RawSQL(_STEPS, []))  # noqa: S611 -- names are ours, there are no values
    if not settings.HAS_ASSISTANT or not isinstance(viewer, Member):
        return whole
    asked = unanswered(viewer).filter(thread=OuterRef("pk"))
    row = JSONObject(pk="pk", state="state", refusal="refusal", last_error="last_error")
    return whole.annotate(asked_rows=ArraySubquery(asked.values(row=row)[:SHOWN]))


def steps_of(report: Report) -> list[Step]:
    """The steps of one of `whole_reports`, oldest first; `actor_name` is the member's where a member acted."""
    rows: list[dict[str, Any]] = report.step_rows  # type: ignore[attr-defined]
    return [Step(**{**row, "at": parse_datetime(row["at"])}) for row in rows]


def asked_about(report: Report) -> list[AssistantRequest]:
    """What the viewer of one of `whole_reports` asked the assistant there and has no answer to, newest first."""
    rows: list[dict[str, Any]] = getattr(report, "asked_rows", [])
    return [AssistantRequest(**row) for row in rows]


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
    station it has reached. Behind by at most a sweep: see `count_reports`."""
    columns = ("reported", "accepted", "in_dataset", "released")
    rows = open_counts(viewer, member).values_list(*columns)
    return Funnel(member.date_joined, *(sum(column) for column in zip((0, 0, 0, 0), *rows, strict=True)))


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


@dataclass(frozen=True)
class Fix:
    """A report that a release answered: its thread, without what no list shows, and the version's name."""

    thread: Thread
    version: str


def latest_fixes(limit: int = 3) -> list[Fix]:
    """The reports that a release answered last and everyone may see now.

    Which these may be is looked for every few seconds in each process, since it takes four tables; what was hidden or taken
    back since is left out at once, by what the threads say.
    """
    fixed = _fixed_lately(int(time.monotonic() // FIXES_SECONDS))
    if not fixed:
        return []
    threads = Thread.objects.filter(open_now(AnonymousUser()), pk__in=[pk for pk, _version in fixed]).select_related("author")
    found = threads.only("title", "language", "is_report", "author__username").in_bulk()
    return [Fix(found[pk], version) for pk, version in fixed if pk in found][:limit]


@lru_cache(maxsize=1)
def _fixed_lately(_tick: int) -> tuple[tuple[int, str], ...]:
    """(report, version) of the releases that answered something last, each report once; looked for among the newest few steps
    only, so that it costs the same whatever there is."""
    newest = Step.objects.filter(event=Step.Event.RELEASED).order_by("-at", "-pk").values("pk")[:LOOKED_AT]
    steps = released_steps().filter(pk__in=newest)[:FIXES_KEPT]
    found: dict[int, str] = {}
    for step in steps:
        found.setdefault(step.report_id, str(step.detail.get("version", "")))
    return tuple(found.items())


def forget_fixes() -> None:
    """Look for them anew at once."""
    _fixed_lately.cache_clear()
