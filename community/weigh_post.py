"""Whether a post, or an edit of one, waits for a person. Asked by the verbs that post, first thing in their transaction."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from community.lookalike import SAME, likeness, marks, sketch
from community.models import Hold, Member, PendingEdit, Reply, Sketch, Thread
from community.trust import NEW, level_of

FLOOD, FLOOD_SPAN = 3, timedelta(minutes=10)  # so many posts in that time; the next one waits
RECENT = timedelta(days=1)  # a wave of look-alikes is over by then
COMPARED = 50  # candidates; one of a wave is enough
LOCK = 0x48554F4C  # "HUOL": our part of PostgreSQL's advisory locks


@dataclass(frozen=True)
class Weighed:
    """`reason`: why it is held, in `group`; empty where it is not. `hashes` are kept as its sketch, under `wave`.

    `is_first`: a new member wrote nothing here before.
    """

    reason: str = ""
    group: str = ""
    wave: str = ""
    hashes: list[int] = field(default_factory=list)
    is_first: bool = False


def weigh_post(*, author: Member, text: str) -> Weighed:
    """Weigh what a new member is about to post; what anybody else says is not weighed, nor what an import brings.

    Locks until the transaction's end: the author, then what the text is told by, in order. Of several who post the same at
    the same moment each sees those before it.
    """
    if level_of(author) > NEW or author.source or author.is_machine:
        return Weighed()
    hashes = sketch(text)
    _lock(author, marks(hashes))
    alike = _alike(hashes) if hashes else None
    wave = alike.group if alike else f"alike-{uuid.uuid4().hex[:16]}"
    is_first = not (Thread.objects.filter(author=author).exists() or Reply.objects.filter(author=author).exists())
    if alike:
        return Weighed(Hold.Reason.ALIKE, wave, wave, hashes, is_first)
    if _posts_lately(author) >= FLOOD:
        return Weighed(Hold.Reason.FLOOD, f"flood-{author.pk}", wave, hashes)
    return Weighed(wave=wave, hashes=hashes, is_first=is_first)


def hold_post(*, weighed: Weighed, author: Member, thread: Thread | None = None, reply: Reply | None = None) -> None:
    """Keep a post's sketch, and, where it is held, the row that says why; in the transaction that posts it."""
    if weighed.hashes:
        Sketch.objects.create(
            thread=thread,
            reply=reply,
            author=author,
            group=weighed.wave,
            hashes=weighed.hashes,
            marks=marks(weighed.hashes),
        )
    if weighed.reason:
        Hold.objects.create(thread=thread, reply=reply, author=author, reason=weighed.reason, group=weighed.group)


def weigh_edit(*, of: Thread | Reply, author: Member, before: str, after: str) -> Weighed:
    """Weigh the lines that an edit adds, as `weigh_post` does a new post; but as often as they like people mend their words.

    Asked first thing in the transaction, before a row is locked: whoever posts locks in this order too.
    """
    if level_of(author) > NEW or author.source or author.is_machine:
        return Weighed()
    standing = set(before.splitlines())
    hashes = sketch("\n".join(line for line in after.splitlines() if line not in standing))
    _lock(author, marks(hashes))
    alike = _alike(hashes, but=of) if hashes else None
    wave = alike.group if alike else f"alike-{uuid.uuid4().hex[:16]}"
    return Weighed(Hold.Reason.ALIKE if alike else "", wave, wave, hashes)


def hold_edit(*, weighed: Weighed, of: Thread | Reply, author: Member, title: str, body: str, language: str) -> bool:
    """Keep the sketch of an edit, and, where it has to wait, the edit with the row that says why. Says whether it waits."""
    thread_id, reply = (of.thread_id, of) if isinstance(of, Reply) else (of.pk, None)
    if weighed.hashes:
        Sketch.objects.create(
            thread_id=None if reply else thread_id,
            reply=reply,
            author=author,
            group=weighed.wave,
            hashes=weighed.hashes,
            marks=marks(weighed.hashes),
        )
    if not weighed.reason:
        return False
    edit = PendingEdit.objects.create(
        thread_id=thread_id, reply=reply, title=title, body=body, language=language, revision=of.revision
    )
    Hold.objects.create(edit=edit, author=author, reason=weighed.reason, group=weighed.group)
    return True


def forget_sketches(limit: int = 10_000) -> int:
    """Drop the sketches that nothing is compared with any more; says how many."""
    old = Sketch.objects.filter(made_at__lt=timezone.now() - RECENT).order_by("made_at")[:limit]
    return Sketch.objects.filter(pk__in=old.values("pk")).delete()[0]


def _lock(author: Member, numbers: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashint8(%s))", [LOCK, author.pk])
        for number in sorted(numbers):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _alike(hashes: list[int], *, but: Thread | Reply | None = None) -> Sketch | None:
    """The newest recent post of a new member, other than `but`, that says nearly the same."""
    recent = Sketch.objects.filter(marks__overlap=marks(hashes), made_at__gte=timezone.now() - RECENT)
    if isinstance(but, Reply):
        recent = recent.exclude(reply=but)
    elif but is not None:
        recent = recent.exclude(thread=but)
    candidates = recent.order_by("-pk")[:COMPARED]
    return next((one for one in candidates if likeness(hashes, one.hashes) >= SAME), None)


def _posts_lately(author: Member) -> int:
    since = timezone.now() - FLOOD_SPAN
    threads = Thread.objects.filter(author=author, created_at__gte=since)[: FLOOD + 1].count()
    return threads + Reply.objects.filter(author=author, created_at__gte=since)[: FLOOD + 1].count()
