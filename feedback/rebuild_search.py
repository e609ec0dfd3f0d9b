from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.db import connection, transaction

from community.index_threads import index_threads
from community.models import SearchWord, Thread
from feedback.models import Evidence
from feedback.search_text import search_text

BATCH = 500


def rebuild_search(*, progress: Callable[[int], object] = lambda _threads: None) -> int:
    """Write anew what every thread is found by, and which words the site has; says how many threads that were.

    Batch after batch, each in a transaction that locks its threads, so that people may go on writing and searching.
    """
    done, last = 0, 0
    seen: Counter[str] = Counter()
    while batch := _next_batch(last, seen):
        done, last = done + len(batch), batch[-1]
        progress(len(batch))
    _count_words(seen)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE community_searchdocument")
        cursor.execute("ANALYZE community_searchword")
    return done


@transaction.atomic
def _next_batch(last: int, seen: Counter[str]) -> list[int]:
    waiting = Thread.objects.select_for_update(of=("self",)).filter(pk__gt=last).order_by("pk")
    batch = list(waiting.values_list("pk", flat=True)[:BATCH])
    evidences = Evidence.objects.filter(report__in=batch, is_current=True)
    beside = {evidence.report_id: search_text(evidence) for evidence in evidences}
    seen.update(index_threads(batch, beside=beside, notes_words=False))
    return batch


@transaction.atomic
def _count_words(seen: Counter[str]) -> None:
    """All words of visible and hidden threads, and of none that is gone."""
    SearchWord.objects.all().delete()
    with connection.cursor() as cursor, cursor.copy("COPY community_searchword (word, seen, head, tail) FROM STDIN") as copy:
        for word, count in seen.items():
            head, tail = (word[0], word[1]) if len(word) == 2 else ("", "")
            copy.write_row((word, count, head, tail))
