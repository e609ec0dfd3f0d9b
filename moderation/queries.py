"""What the desk reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from base.counted import Counted
from community.models import AssistantRequest, Member, Thread
from feedback.models import Report
from moderation.held_queries import waiting_holds
from moderation.models import Case, Decision

QUEUE = 30


def queue() -> list[Case]:
    """The next cases, those that can teach most first."""
    return list(open_cases().select_related("report__thread").defer("report__thread__body")[:QUEUE])


def open_cases() -> QuerySet[Case]:
    return Case.objects.filter(state=Case.State.OPEN, report__withdrawn_at=None).order_by("-priority", "report")


def first_case() -> Case | None:
    """The case that matters most."""
    return open_cases().first()


def case_after(case: Case) -> Case | None:
    """The case that comes after this one in the queue; None at its end."""
    behind = Q(priority__lt=case.priority) | Q(priority=case.priority, report__gt=case.pk)
    return open_cases().filter(priority__lte=case.priority).filter(behind).first()


def recent_decisions(member: Member) -> list[Decision]:
    """The member's last decisions, to be undone if a finger slipped."""
    mine = Decision.objects.filter(by=member, case__report__withdrawn_at=None).exclude(verb=Decision.Verb.REOPEN)
    return list(mine.select_related("case__report__thread").order_by("-pk")[:5])


@dataclass(frozen=True)
class Desk:
    """What waits beside the case that is looked at.

    `count` cases wait (1,000 stands for more), the oldest since `oldest`; `held` posts wait to be let through (100 stands for
    more). Up to five each of the reports that the classifier gave up on, and of the questions that the assistant could not
    answer: somebody has to look.
    """

    count: int
    oldest: datetime | None
    held: int
    parked: list[Report]
    questions: list[AssistantRequest]


def desk_of(member: Member) -> Desk:
    """One query. Of questions it asks only where an endpoint is configured."""
    cases = Case.objects.filter(state=Case.State.OPEN, report__withdrawn_at=None).order_by("opened_at")
    parked = Report.objects.filter(classified=Report.Classified.PARKED, withdrawn_at=None).order_by("-pk")
    report = JSONObject(pk="pk", last_error="last_error")
    columns = [
        Counted(cases.values("pk")[:1000]),
        Subquery(cases.values("opened_at")[:1]),
        Counted(waiting_holds().values("pk")[:100]),
        ArraySubquery(parked.values(row=report)[:5]),
    ]
    if settings.HAS_ASSISTANT:
        failed = AssistantRequest.objects.filter(state=AssistantRequest.State.FAILED).order_by("-pk")
        thread = JSONObject(pk="thread_id", is_report="thread__is_report", title="thread__title")
        columns.append(ArraySubquery(failed.values(row=JSONObject(pk="pk", last_error="last_error", thread=thread))[:5]))
    count, oldest, held, reports, *more = Member.objects.filter(pk=member.pk).values_list(*columns).get()
    return Desk(
        count=count,
        oldest=oldest,
        held=held,
        parked=[
            Report(pk=row["pk"], last_error=row["last_error"], thread=Thread(pk=row["pk"], is_report=True)) for row in reports
        ],
        questions=[AssistantRequest(**{**row, "thread": Thread(**row["thread"])}) for row in (more[0] if more else [])],
    )


def decisions_of(case: Case) -> list[Decision]:
    """What was decided of a case that `access_case` gave, oldest first; of `by` the name alone."""
    rows: list[dict[str, Any]] = case.report.decision_rows  # type: ignore[attr-defined]
    return [Decision(**{**row, "by": Member(username=row["by"]), "at": parse_datetime(row["at"])}) for row in rows]


def licence_of(case: Case) -> str:
    """The licence that the reporter named last; "" where none."""
    return case.report.licence or ""  # type: ignore[attr-defined]
