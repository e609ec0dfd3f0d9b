"""What the desk reads of held posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from community.models import Hold, Member, Thread

GROUPS, POSTS = 25, 50
AT_ONCE = 500  # posts that one press settles; what is left of a longer wave is a group again
UNDONE_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Group:
    """Held posts of one wave: the first of them is its sample; `last` is the newest that was there when it was read."""

    sample: Hold
    count: int
    last: int


def waiting_holds() -> QuerySet[Hold]:
    """What waits; a post that its author took back waits no more."""
    held = Q(thread__state=Thread.State.HELD) | Q(reply__state=Thread.State.HELD)
    edits = Q(edit__reply=None, edit__thread__state=Thread.State.VISIBLE) | Q(edit__reply__state=Thread.State.VISIBLE)
    return Hold.objects.filter(held | (Q(edit__isnull=False) & edits), state=Hold.State.WAITING)


def _whole(holds: QuerySet[Hold]) -> QuerySet[Hold]:
    return (
        holds.select_related(
            "author", "thread__author", "thread__space", "reply__author", "reply__parent__author", "reply__thread__author"
        )
        .select_related("reply__thread__space", "thread__report")
        .select_related("edit__thread__space", "edit__thread__author", "edit__reply__thread")
    )


def held_groups(*, after: int = 0) -> tuple[list[Group], int | None]:
    """A page of groups, those that wait longest first; and what to give as `after` for the next page. 2 queries."""
    grouped = waiting_holds().values("group").annotate(count=Count("pk"), first=Min("pk"), last=Max("pk"))
    rows: list[Any] = list(grouped.filter(first__gt=after).order_by("first")[: GROUPS + 1])
    shown = rows[:GROUPS]
    samples = _whole(Hold.objects.filter(pk__in=[row["first"] for row in shown])).in_bulk()
    groups = [Group(samples[row["first"]], row["count"], row["last"]) for row in shown]
    return groups, shown[-1]["first"] if len(rows) > GROUPS else None


def held_in(group: str, *, after: int = 0, up_to: int | None = None, limit: int = POSTS) -> list[Hold]:
    """Posts of a group that wait, oldest first."""
    holds = waiting_holds().filter(group=group, pk__gt=after)
    if up_to is not None:
        holds = holds.filter(pk__lte=up_to)
    return list(_whole(holds).order_by("pk")[:limit])


def held_one(pk: int) -> Hold | None:
    return _whole(Hold.objects.filter(pk=pk)).first()


def settled_in(settled_as: UUID) -> list[Hold]:
    """What one press of a button settled."""
    return list(_whole(Hold.objects.filter(settled_as=settled_as)).order_by("pk"))


@dataclass(frozen=True)
class Settled:
    settled_as: UUID
    state: str
    count: int
    at: datetime


def settled_lately(member: Member) -> list[Settled]:
    """The member's last words on held posts, to be undone if a finger slipped."""
    mine = Hold.objects.filter(decided_by=member, decided_at__gte=timezone.now() - UNDONE_WITHIN)
    rows: Any = mine.values("settled_as", "state").annotate(count=Count("pk"), at=Max("decided_at")).order_by("-at")[:5]
    return [Settled(**row) for row in rows]
