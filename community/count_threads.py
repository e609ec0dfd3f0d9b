"""How many threads a space holds that all its readers may see, and a tag that everyone may see.

Counted behind the writers' backs, so that a thousand members who write into one space never wait for its row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, Model, Q, QuerySet

from community.models import Space, Tag, Thread
from community.tag_names import slug_of

BATCH = 500


def count_threads() -> int:
    """Enter every thread whose counts are not what it says now; says how many there were."""
    counted = 0
    while done := count_batch():
        counted += done
    for pk in _opened_or_closed().values_list("pk", flat=True):
        while done := recount_batch(space_id=pk):
            counted += done
    return counted


@transaction.atomic
def count_batch() -> int:
    """Claim some of them and move the counts from what was counted to what holds."""
    return _count(_claimed().filter(is_miscounted=True))


@transaction.atomic
def recount_batch(*, space_id: int) -> int:
    """Of a space that was opened or closed, count some of its threads anew; 0 once all are."""
    space = _opened_or_closed().select_for_update(skip_locked=True, no_key=True).filter(pk=space_id).first()
    if space is None:
        return 0
    is_closed = not space.counted_closed
    done = _count(_claimed().filter(space=space, counted_space=space.pk, counted_closed=not is_closed))
    if not done:
        Space.objects.filter(pk=space.pk).update(counted_closed=is_closed)
    return done


def _opened_or_closed() -> QuerySet[Space]:
    """Spaces that everyone reads now and not everyone did when they were counted, or the other way round."""
    is_open = Q(who_reads=Space.Readers.EVERYONE)
    return Space.objects.filter(is_open & Q(counted_closed=True) | ~is_open & Q(counted_closed=False))


def _claimed() -> QuerySet[Thread]:
    columns = ("space", "state", "visibility", "tags", "counted_space", "counted_tags", "counted_closed")
    return Thread.objects.select_for_update(skip_locked=True, no_key=True).only(*columns)


def _count(claimed: QuerySet[Thread]) -> int:
    threads = list(claimed[:BATCH])
    closed = set(Space.objects.exclude(who_reads=Space.Readers.EVERYONE).values_list("pk", flat=True))
    spaces: Counter[int] = Counter()
    slugs: Counter[str] = Counter()
    for thread in threads:
        if thread.counted_space is not None:
            spaces[thread.counted_space] -= 1
            slugs.subtract(slug_of(name) for name in thread.counted_tags)
        is_seen = thread.state == Thread.State.VISIBLE and thread.visibility == Thread.Visibility.PUBLIC
        thread.counted_closed = thread.space_id in closed
        thread.counted_space = thread.space_id if is_seen else None
        thread.counted_tags = thread.tags if is_seen and not thread.counted_closed else []
        if is_seen:
            spaces[thread.space_id] += 1
            slugs.update(slug_of(name) for name in thread.counted_tags)
    Thread.objects.bulk_update(threads, ["counted_space", "counted_tags", "counted_closed"])
    _add(Space, spaces)
    known = dict(Tag.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    _add(Tag, Counter({known[slug]: number for slug, number in slugs.items() if slug in known}))
    return len(threads)


def _add(model: type[Model], numbers: Mapping[int, int]) -> None:
    """In the order of the keys, so that two workers do not wait for each other in a circle."""
    for pk, number in sorted(numbers.items()):
        if number:
            model._default_manager.filter(pk=pk).update(thread_count=F("thread_count") + number)
