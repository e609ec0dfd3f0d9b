"""Threads that are about the same, whatever language they are in."""

from __future__ import annotations

from django.db.models import BigIntegerField, Func, IntegerField, OuterRef, QuerySet, Subquery

from community.access import Viewer, open_now
from community.models import Thread, ThreadVector

SHOWN = 5
ACROSS = 2  # of them in another language, where there are such


def near_threads(thread: Thread, viewer: Viewer) -> QuerySet[Thread]:
    """Those that workers have found near and `viewer` may see, nearest first."""
    found = ThreadVector.objects.filter(pk=thread.pk)
    near = Thread.objects.filter(
        open_now(viewer), pk__in=found.values(pks=Func("near", function="unnest", output_field=BigIntegerField()))
    )
    place = found.values(at=Func("near", OuterRef("pk"), function="array_position", output_field=IntegerField()))
    return near.annotate(place=Subquery(place)).order_by("place")


def related_threads(thread: Thread, viewer: Viewer) -> list[Thread]:
    """Up to `SHOWN` threads that `viewer` may see, nearest first. One query."""
    return pick(thread, list(near_threads(thread, viewer).only("pk", "title", "is_report", "language")))


def pick(thread: Thread, found: list[Thread]) -> list[Thread]:
    """Of those that are near, nearest first: `SHOWN`, of which `ACROSS` are in another language where there are such."""
    across = [one for one in found if one.language[:2] != thread.language[:2]][:ACROSS]
    same = [one for one in found if one not in across][: SHOWN - len(across)]
    return [one for one in found if one in across or one in same]
