"""Threads that are about the same, whatever language they are in."""

from __future__ import annotations

from django.db.models.expressions import RawSQL

from community.access import Viewer, open_now
from community.models import Thread

SHOWN = 5
ACROSS = 2  # of them in another language, where there are such

NEAR = "SELECT unnest(near) FROM community_threadvector WHERE thread_id = %s"
PLACE = "(SELECT array_position(near, community_thread.id) FROM community_threadvector WHERE thread_id = %s)"


def related_threads(thread: Thread, viewer: Viewer) -> list[Thread]:
    """Up to `SHOWN` threads that `viewer` may see, nearest first; one query, since workers have compared them before."""
    near = Thread.objects.filter(open_now(viewer), pk__in=RawSQL(NEAR, [thread.pk]))  # noqa: S611 -- no words in it
    placed = near.annotate(place=RawSQL(PLACE, [thread.pk])).order_by("place")  # noqa: S611 -- nor here
    found = list(placed.only("pk", "title", "is_report", "language"))
    across = [one for one in found if one.language[:2] != thread.language[:2]][:ACROSS]
    same = [one for one in found if one not in across][: SHOWN - len(across)]
    return [one for one in found if one in across or one in same]
