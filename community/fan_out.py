"""Tell those who watch. Batches by key: a thousand followers cost the one who wrote nothing, and a killed worker repeats
nobody, since a notice's key says it once."""

from __future__ import annotations

import structlog
from django.db import transaction
from django.db.models import F, QuerySet

from community.access import open_now
from community.models import FanOut, Follow, Member, Notice, Reply, Space, Tag, Thread
from community.notify import notify
from community.queries import reply_url

BATCH = 200
MAX_TRIES = 3
# Of several reasons to be told, the nearest is named.
NEAREST = [Follow.Kind.THREAD, Follow.Kind.PERSON, Follow.Kind.VERSION, Follow.Kind.TAG, Follow.Kind.SPACE]

log = structlog.get_logger(__name__)
Subject = tuple[str, int]


def fan_out() -> int:
    """Tell all that waits, batch by batch; says how many batches there were."""
    told = 0
    while tell_batch():
        told += 1
    return told


@transaction.atomic
def tell_batch() -> bool:
    """Claim one row and tell its next watchers; False where none waits. What fails three times is parked with its error."""
    row = FanOut.objects.select_for_update(skip_locked=True).filter(tries__lt=MAX_TRIES).order_by("pk").first()
    if row is None:
        return False
    try:
        with transaction.atomic():
            last = _tell(row)
    except Exception as error:
        log.warning("fan_out.failed", fan_out=row.pk, tries=row.tries + 1, error=repr(error))
        FanOut.objects.filter(pk=row.pk).update(tries=F("tries") + 1, last_error=repr(error)[:2000])
        return True
    if last is None:
        row.delete()
    else:
        FanOut.objects.filter(pk=row.pk).update(after=last, tries=0)
    return True


def _tell(row: FanOut) -> int | None:
    """The number of the last member of this batch; None where there is no further one, or nothing to tell any more."""
    thread = Thread.objects.select_related("author", "space").get(pk=row.thread_id)
    reply = Reply.objects.select_related("author").get(pk=row.reply_id) if row.reply_id else None
    if thread.state != Thread.State.VISIBLE or (reply and reply.state != Thread.State.VISIBLE):
        return None
    subjects = [(Follow.Kind.THREAD.value, thread.pk)] if reply else subjects_of(thread)
    watchers = watching(subjects, after=row.after)
    author = reply.author if reply else thread.author
    muted = set(
        Follow.objects.filter(kind="thread", key=thread.pk, level="muted", member__in=watchers).values_list("member", flat=True)
    )
    heard = set(Notice.objects.filter(member__in=watchers, key__in=_keys(thread, reply)).values_list("member", flat=True))
    is_closed = thread.visibility != Thread.Visibility.PUBLIC or thread.space.who_reads != Space.Readers.EVERYONE
    because = _because(watchers, subjects)
    for member in Member.objects.filter(pk__in=watchers, is_active=True).order_by("pk"):
        if member.pk in muted | heard | {author.pk}:
            continue
        if not is_closed or Thread.objects.filter(open_now(member), pk=thread.pk).exists():
            _notify(member, thread, reply, because[member.pk])
    return watchers[-1] if len(watchers) == BATCH else None


def subjects_of(thread: Thread) -> list[Subject]:
    """All that a new thread may be watched by."""
    tags = Tag.objects.filter(thread_tags__thread=thread).values_list("pk", flat=True)
    return [
        (Follow.Kind.PERSON.value, thread.author_id),
        *([(Follow.Kind.VERSION.value, thread.model_key)] if thread.model_key else []),
        *((Follow.Kind.TAG.value, pk) for pk in tags),
        (Follow.Kind.SPACE.value, thread.space_id),
    ]


def watching(subjects: list[Subject], *, after: int) -> list[int]:
    """The next watchers of any of `subjects` by number: each is read by key, and then they are put in one order."""
    parts: list[QuerySet[Follow, int]] = [
        Follow.objects.filter(kind=kind, key=key, level=Follow.Level.WATCHING, member__gt=after)
        .order_by("member")
        .values_list("member", flat=True)[:BATCH]
        for kind, key in subjects
    ]
    return list(parts[0].union(*parts[1:]).order_by("member_id")[:BATCH]) if len(parts) > 1 else list(parts[0])


def _keys(thread: Thread, reply: Reply | None) -> list[str]:
    """Whoever has a notice of one of these was told already, as the one who was answered or mentioned."""
    said = f"reply-{reply.pk}" if reply else f"thread-{thread.pk}"
    return [said, f"mention-{said}"]


def _because(members: list[int], subjects: list[Subject]) -> dict[int, Subject]:
    keys = {key for _kind, key in subjects}
    follows = Follow.objects.filter(member__in=members, key__in=keys, level=Follow.Level.WATCHING)
    found = sorted(
        ((kind, key, member) for kind, key, member in follows.values_list("kind", "key", "member") if (kind, key) in subjects),
        key=lambda one: -NEAREST.index(Follow.Kind(one[0])),
    )
    return {member: (kind, key) for kind, key, member in found}


def _notify(member: Member, thread: Thread, reply: Reply | None, because: Subject) -> None:
    author = reply.author if reply else thread.author
    notify(
        member=member,
        event="followed_reply" if reply else "followed_thread",
        thread=thread,
        reply=reply,
        url=reply_url(thread, reply) if reply else thread.get_absolute_url(),
        detail={"by": author.username, "title": thread.title, "because": list(because)},
        key=_keys(thread, reply)[0],
    )
