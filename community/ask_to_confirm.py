from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.utils import timezone

from community.models import Notice, Thread
from community.notify import notify

AFTER, UNTIL = timedelta(days=3), timedelta(days=30)
RELEASED = 5  # the station of a report that a release answered and nobody has confirmed
BATCH = 500


def ask_to_confirm() -> int:
    """Remind, once, who was told of a release three days ago and has not said whether it fixes their report."""
    now = timezone.now()
    reminded = Notice.objects.filter(member=OuterRef("member"), key=Concat(Value("confirm-"), OuterRef("key")))
    waiting = Notice.objects.filter(
        ~Exists(reminded),
        event="released",
        created_at__range=(now - UNTIL, now - AFTER),
        thread__station=RELEASED,
        thread__state=Thread.State.VISIBLE,
    ).select_related("member", "thread")
    asked = list(waiting.order_by("created_at")[:BATCH])
    for told in asked:
        notify(
            member=told.member,
            event="confirm_asked",
            key=f"confirm-{told.key}",
            url=told.url,
            thread=told.thread,
            detail=told.detail,
        )
    return len(asked)
