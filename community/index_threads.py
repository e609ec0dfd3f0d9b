from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from django.db import connection, transaction

from community.models import Reply, SearchDocument, Thread
from community.search.document import BESIDE, REPLIES, Parts, day_marks, mark, spelt_words, vector

REPLIES_READ = 200


@transaction.atomic
def index_threads(ids: Iterable[int], *, beside: Mapping[int, str] | None = None, notes_words: bool = True) -> list[str]:
    """Write what threads are found by, from what they say now; a withdrawn one is found by nothing any more.

    For every verb that changes a thread's words or a reply's state, in its transaction and after its own writing: the
    thread's row, which the verb has locked, keeps two at once in order. `beside` is the text that belongs to a thread but
    lies elsewhere, by id; what is not named there keeps what it had. Gives back all words of these threads, for whoever
    notes them otherwise.
    """
    ids = sorted(set(ids))
    threads = list(Thread.objects.filter(pk__in=ids).exclude(state=Thread.State.WITHDRAWN))
    SearchDocument.objects.filter(pk__in=set(ids) - {thread.pk for thread in threads}).delete()
    if not threads:
        return []
    kept = dict(SearchDocument.objects.filter(pk__in=ids).values_list("pk", "beside")) | dict(beside or {})
    answers = _answers([thread.pk for thread in threads if thread.reply_count])
    rows = []
    for thread in threads:
        aside = kept.get(thread.pk, "")[:BESIDE].replace("\x00", "")
        parts = Parts(thread.title, thread.body, aside, answers.get(thread.pk, ""), thread.model_label)
        rows.append((thread.pk, thread.created_at, aside, vector(parts, _marks(thread))))
    _store(rows)
    words = [word for thread in threads for word in spelt_words(thread.title, thread.body)]
    if notes_words:
        transaction.on_commit(lambda: note_words(words), robust=True)
    return words


def _marks(thread: Thread) -> list[str]:
    return [
        *day_marks(thread.created_at.astimezone(UTC).date()),
        mark("s", thread.space_id),
        mark("a", thread.author_id),
        mark("l", thread.language),
        mark("r" if thread.is_report else "t"),
    ]


def _answers(ids: list[int]) -> dict[int, str]:
    """The beginning of what was answered in each thread."""
    said: dict[int, str] = {}
    for pk in ids:
        bodies = Reply.objects.filter(thread=pk, state=Thread.State.VISIBLE).order_by("pk").values_list("body", flat=True)
        said[pk] = "\n".join(bodies[:REPLIES_READ])[:REPLIES]
    return said


def _store(rows: list[tuple[int, datetime, str, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO community_searchdocument (thread_id, created_at, beside, words) "
            "SELECT * FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::text[]::tsvector[]) "
            "ON CONFLICT (thread_id) DO UPDATE SET created_at = excluded.created_at, beside = excluded.beside, "
            "words = excluded.words",
            [list(column) for column in zip(*rows, strict=True)],
        )


def note_words(words: Iterable[str]) -> None:
    """Keep words that are new here. In a transaction of its own, sorted, so that it never waits in a circle."""
    fresh = sorted(set(words))
    if not fresh:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO community_searchword (word, seen, head, tail) SELECT word, 1, "
            "CASE length(word) WHEN 2 THEN left(word, 1) ELSE '' END, CASE length(word) WHEN 2 THEN right(word, 1) ELSE '' END "
            "FROM unnest(%s::text[]) word ON CONFLICT (word) DO NOTHING",
            [fresh],
        )
