"""How a new member begins: three steps, each done when the rows say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from community.access import Viewer
from community.models import Follow, Member, Notice, Reply, Thread
from community.trust import KNOWN, level_of

FOR = timedelta(days=30)


@dataclass(frozen=True)
class Welcome:
    """Whether the member said which model they use (they follow one), wrote something, and came back for what came of it."""

    has_model: bool
    has_posted: bool
    came_back: bool


def welcome_of(viewer: Viewer) -> Welcome | None:
    """The steps of somebody who is new here; None for everybody else, when all are done, and when the card was closed.

    One query, and none for who has been here for a month.
    """
    if not isinstance(viewer, Member) or viewer.welcome_closed or level_of(viewer) > KNOWN:
        return None
    if viewer.date_joined < timezone.now() - FOR:
        return None
    me = OuterRef("pk")
    steps = Member.objects.filter(pk=viewer.pk).values_list(
        Exists(Follow.objects.filter(member=me, kind="version")),
        Exists(Thread.objects.filter(author=me).exclude(state=Thread.State.WITHDRAWN)),
        Exists(Reply.objects.filter(author=me).exclude(state=Thread.State.WITHDRAWN)),
        Exists(Notice.objects.filter(member=me, read_at__isnull=False)),
    )
    has_model, began, answered, came_back = steps[0]
    done = Welcome(has_model=has_model, has_posted=began or answered, came_back=came_back)
    return None if done.has_model and done.has_posted and done.came_back else done
