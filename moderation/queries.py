"""What the desk reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet

from community.models import AssistantRequest, Member
from feedback.models import Report
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


def parked_reports() -> list[Report]:
    """Reports that the classifier gave up on: somebody has to look."""
    parked = Report.objects.filter(classified=Report.Classified.PARKED, withdrawn_at=None)
    return list(parked.select_related("thread").order_by("-pk")[:5])


def parked_questions() -> list[AssistantRequest]:
    """Questions that the assistant could not answer; asks nothing where no endpoint is configured."""
    if not settings.HAS_ASSISTANT:
        return []
    parked = AssistantRequest.objects.filter(state=AssistantRequest.State.FAILED)
    return list(parked.select_related("thread").order_by("-pk")[:5])


@dataclass(frozen=True)
class Waiting:
    """How many cases wait (up to 1,000) and since when the oldest does."""

    count: int
    oldest: datetime | None


def waiting() -> Waiting:
    some = Case.objects.filter(state=Case.State.OPEN, report__withdrawn_at=None).order_by("opened_at")
    return Waiting(**some[:1000].aggregate(count=Count("pk"), oldest=Min("opened_at")))


def decisions_of(case: Case) -> QuerySet[Decision]:
    return Decision.objects.filter(case=case).select_related("by").order_by("pk")
