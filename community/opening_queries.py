"""What the pages of administrators read: who waits, and who changed what."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from community.models import AuditEntry, Group, GroupMember, WaitingEntry
from community.waiting_link import door_path

PAGE = 50
COUNTED = 10_000


@dataclass(frozen=True)
class WaitingCounts:
    """How many wait and how many were let in and have no account yet, up to `COUNTED` each."""

    waiting: int
    let_in: int


def waiting_counts() -> WaitingCounts:
    here = WaitingEntry.objects.filter(member=None)
    return WaitingCounts(here.filter(let_in_at=None)[:COUNTED].count(), here.filter(let_in_at__isnull=False)[:COUNTED].count())


def waiting_entries(*, before: int | None = None) -> tuple[list[WaitingEntry], int | None]:
    """A page of those who have no account yet, newest first, each with its `door`, the link that lets them in; and what to
    give as `before` for the next page."""
    rows = WaitingEntry.objects.filter(member=None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    for entry in found:
        entry.door = door_path(entry)
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def entry_to_let_in(pk: str) -> WaitingEntry | None:
    """The entry of that number, if it is one and has no account yet."""
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return None
    return WaitingEntry.objects.filter(pk=pk, member=None).first()


def audit_entries(*subjects: str) -> list[AuditEntry]:
    """The last twenty changes of these subjects, newest first."""
    return list(AuditEntry.objects.filter(subject__in=subjects).select_related("by").order_by("-pk")[:20])


def groups() -> list[Group]:
    """All groups, each with `size`."""
    return list(Group.objects.annotate(size=Count("memberships")).order_by("pk"))


def seats(group: Group) -> list[GroupMember]:
    """The members of a group, newest first; 500 at most."""
    return list(GroupMember.objects.filter(group=group).select_related("member", "added_by").order_by("-pk")[:500])
