from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from base.ring import ring
from community.attach_images import attach_images
from community.models import FanOut, Tag, Thread, ThreadTag
from community.note_credit import note_credit
from community.tag_names import MAX_TAGS, clean_names, slug_of
from community.tag_thread import tags_by_slug


@dataclass(frozen=True)
class Brought:
    """A thread that is not stored yet, the tags that it came with, and whether those who watch are to hear of it."""

    thread: Thread
    tags: Sequence[str] = ()
    is_news: bool = False


@transaction.atomic(savepoint=False)  # a part of what calls it, whole or not at all
def bring_threads(brought: Sequence[Brought]) -> None:
    """Store what authors of other sites said, many threads in as many statements as one: `submit_thread` for whom nothing is
    weighed and who follow nothing. The caller indexes them, since it knows what else they are found by.
    """
    tagged = _tag(brought)
    Thread.objects.bulk_create([one.thread for one in brought])
    at = [{"created_at": one.thread.created_at, "active_at": one.thread.active_at} for one in brought]
    ThreadTag.objects.bulk_create(
        [
            ThreadTag(thread=one.thread, tag=tag, **when)
            for one, tags, when in zip(brought, tagged, at, strict=True)
            for tag in tags
        ]
    )
    if news := [FanOut(thread=one.thread) for one in brought if one.is_news]:
        FanOut.objects.bulk_create(news)
        ring("announced")
    note_credit(members={one.thread.author_id for one in brought})
    for one in brought:
        attach_images(thread=one.thread, author=one.thread.author, text=one.thread.body)


def _tag(brought: Sequence[Brought]) -> list[list[Tag]]:
    """The tags of each, whose names are written into the threads too."""
    names = [clean_names(one.tags) for one in brought]
    by_slug = tags_by_slug(name for some in names for name in some)
    tagged = []
    for one, some in zip(brought, names, strict=True):
        tags = list(dict.fromkeys(by_slug[slug_of(name)] for name in some))[:MAX_TAGS]
        one.thread.tags = [tag.name for tag in tags]
        tagged.append(tags)
    return tagged
