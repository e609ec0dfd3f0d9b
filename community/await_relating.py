from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from django.db import connection

from community.models import Thread, ThreadVector

EMBEDDED = 600  # characters: as many as an embedding heeds


def meaning(thread: Thread, beside: str) -> str:
    """What of a thread says what it is about: its title and the beginning of its words, or of what lies beside it."""
    return f"{thread.title}\n{thread.body.strip() or beside}"[:EMBEDDED].replace("\x00", "")


def await_relating(threads: Iterable[Thread], *, beside: Mapping[int, str], gone: set[int]) -> None:
    """Queue the threads whose words have changed since they were related; those in `gone` are related to nothing any more.

    For `index_threads`, which every verb calls that changes words.
    """
    if gone:
        ThreadVector.objects.filter(pk__in=gone).delete()
    rows = [
        (thread.pk, thread.language.startswith("zh"), _hash(meaning(thread, beside.get(thread.pk, "")))) for thread in threads
    ]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO community_threadvector AS v (thread_id, is_chinese, words, state, tries, near, near_by) "
            "SELECT *, 'waiting', 0, '{}', '{}' FROM unnest(%s::bigint[], %s::bool[], %s::text[]) "
            "ON CONFLICT (thread_id) DO UPDATE SET is_chinese = excluded.is_chinese, words = excluded.words, "
            "state = 'waiting', tries = 0 WHERE v.words <> excluded.words",
            [list(column) for column in zip(*rows, strict=True)],
        )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
