from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC

from django.db import connection, transaction

from community.await_relating import await_relating
from community.models import SearchDocument, Thread
from community.search.document import BESIDE, REPLIES, Parts, day_marks, mark, spelt_words, vector
from community.tag_names import slug_of

REPLIES_READ = 200


@transaction.atomic(savepoint=False)  # a part of what calls it, whole or not at all
def index_threads(ids: Iterable[int], *, beside: Mapping[int, str] | None = None, notes_words: bool = True) -> list[str]:
    """Write what threads are found by, from what they say now; a withdrawn one is found by nothing any more.

    For every verb that changes a thread's words or a reply's state, in its transaction and after its own writing: the
    thread's row, which the verb has locked, keeps two at once in order. `beside` is the text that belongs to a thread but
    lies elsewhere, by id; what is not named there keeps what it had. Gives back all words of these threads, for whoever
    notes them otherwise.
    """
    ids = sorted(set(ids))
    threads = list(Thread.objects.filter(pk__in=ids).exclude(state=Thread.State.WITHDRAWN))
    gone = set(ids) - {thread.pk for thread in threads}
    SearchDocument.objects.filter(pk__in=gone).delete()
    kept = dict(SearchDocument.objects.filter(pk__in=ids).values_list("pk", "beside")) | dict(beside or {})
    await_relating(threads, beside=kept, gone=gone)
    if not threads:
        return []
    answers = _answers([thread.pk for thread in threads if thread.reply_count])
    _store([document(thread, beside=kept.get(thread.pk, ""), answers=answers.get(thread.pk, [])) for thread in threads])
    words = [word for thread in threads for word in spelt_words(thread.title, thread.body)]
    if notes_words:
        transaction.on_commit(lambda: note_words(words), robust=True)
    return words


def document(thread: Thread, *, beside: str, answers: Sequence[str]) -> SearchDocument:
    """What `thread` is found by, not stored; `answers` are the bodies of its visible replies, oldest first."""
    aside = beside[:BESIDE].replace("\x00", "")
    said = "\n".join(answers[:REPLIES_READ])[:REPLIES]
    words = vector(Parts(thread.title, thread.body, aside, said, thread.model_label), _marks(thread))
    return SearchDocument(thread_id=thread.pk, created_at=thread.created_at, beside=aside, words=words)


def _marks(thread: Thread) -> list[str]:
    return [
        *day_marks(thread.created_at.astimezone(UTC).date()),
        mark("s", thread.space_id),
        mark("a", thread.author_id),
        mark("l", thread.language),
        mark("r" if thread.is_report else "t"),
        *(mark("g", slug_of(name)) for name in thread.tags),
    ]


def _answers(ids: list[int]) -> dict[int, list[str]]:
    """The first visible replies of each thread."""
    said: dict[int, list[str]] = {}
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT asked.id, reply.body FROM unnest(%s::bigint[]) asked (id) CROSS JOIN LATERAL "
                "(SELECT id, body FROM community_reply WHERE thread_id = asked.id AND state = 'visible' ORDER BY id LIMIT %s) "
                "reply ORDER BY asked.id, reply.id",
                [ids, REPLIES_READ],
            )
            for pk, body in cursor.fetchall():
                said.setdefault(pk, []).append(body)
    return said


def _store(documents: list[SearchDocument]) -> None:
    columns = zip(*((one.thread_id, one.created_at, one.beside, one.words) for one in documents), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO community_searchdocument (thread_id, created_at, beside, words) "
            "SELECT * FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::text[]::tsvector[]) "
            "ON CONFLICT (thread_id) DO UPDATE SET created_at = excluded.created_at, beside = excluded.beside, "
            "words = excluded.words",
            [list(column) for column in columns],
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
