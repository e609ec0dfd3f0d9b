"""What the desk reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from moderation.models import Case, Decision

QUEUE = 30


def queue(*, skip: int | None = None) -> list[Case]:
    """The next cases, those that can teach most first; `skip` is one that is being looked at."""
    waiting = open_cases().exclude(pk=skip) if skip else open_cases()
    return list(waiting.select_related("report__thread__author").defer("report__thread__body")[:QUEUE])


def open_cases() -> QuerySet[Case]:
    return Case.objects.filter(state=Case.State.OPEN, report__withdrawn_at=None).order_by("-priority", "report")


def next_case(*, after: int | None = None) -> Case | None:
    return open_cases().exclude(pk=after).first() if after else open_cases().first()


@dataclass(frozen=True)
class Waiting:
    """How many cases wait (up to 1,000) and since when the oldest does."""

    count: int
    oldest: datetime | None


def waiting() -> Waiting:
    some = Case.objects.filter(state=Case.State.OPEN)
    oldest = some.order_by("opened_at").values_list("opened_at", flat=True).first()
    return Waiting(some[:1000].count(), oldest)


def decisions_of(case: Case) -> QuerySet[Decision]:
    return Decision.objects.filter(case=case).select_related("by").order_by("pk")
