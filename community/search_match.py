"""The newest threads that match, whatever the word: one in two threads holds it, one in a million, or none.

Three traps shape this. Walking all threads from the newest on is slow for rare words; reading all that the index knows is
slow for frequent ones; and a planner that chooses is wrong now and then, as it takes the pairs of one Chinese word for
independent. So nobody guesses: windows of 2, about 12 and about 96 days are read one after the other, and then all that is
older, until there is enough. Days, and blocks of 8 and 64 of them, are lexemes like any other, so that the index cuts word
and days in one go: an absent word costs next to nothing in each window, and a frequent one fills the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from community.access import Viewer, open_sql
from community.search.document import DAY_BLOCKS, mark, model_marks, span_marks

SMALL = 20_000  # threads up to which one reading finds all
LOOKED_THROUGH = 5_000  # reports that match, the newest, which are held against kind and station

EARLIEST, LATEST = date(1900, 1, 1), date(2900, 1, 1)  # nobody wrote before or after, and no calendar ends between

Key = tuple[datetime, int]


@dataclass(frozen=True)
class Filters:
    """What is asked for beside words; what is empty asks for nothing. `until` is the last day that counts."""

    space_id: int | None = None
    author_id: int | None = None
    model: str = ""
    kind: str = ""
    station: int | None = None
    language: str = ""
    is_report: bool | None = None
    since: date | None = None
    until: date | None = None
    tags: tuple[tuple[str, ...], ...] = ()  # of each tag all slugs that mean it; the thread bears one of each

    def __bool__(self) -> bool:
        return self != Filters()

    def marks(self) -> list[str]:
        """What the index knows of them, as lexemes. Only reports have a kind and a station."""
        is_report = True if self.kind or self.station else self.is_report
        return [
            *([mark("s", self.space_id)] if self.space_id is not None else []),
            *([mark("a", self.author_id)] if self.author_id is not None else []),
            *([mark("l", self.language)] if self.language else []),
            *([mark("r" if is_report else "t")] if is_report is not None else []),
            *model_marks(self.model),
        ]


@dataclass(frozen=True)
class Window:
    """Matches of some days: `first` to `last`, or of all before `last` where there is no `first`."""

    first: date | None
    last: date


def newest_matching(words: str, filters: Filters, viewer: Viewer, *, limit: int, before: Key | None = None) -> list[Key]:
    """(created_at, id) of the newest `limit` threads open to `viewer` that the tsquery `words` and `filters` match, from
    the one after the key `before` on. `words` may be empty, or only leave words out: then all others match."""
    marks = filters.marks() or ([mark("")] if not filters.tags and (not words or words.startswith("!")) else [])
    tagged = [" | ".join(f"'{_quoted(mark('g', slug))}'" for slug in slugs) for slugs in filters.tags]
    asked = " & ".join([*(f"'{_quoted(one)}'" for one in marks), *(f"({one})" for one in tagged), *([words] if words else [])])
    found: list[Key] = []
    looked = 0
    with transaction.atomic(), connection.cursor() as cursor:
        is_small = _set_planner(cursor) <= SMALL
        for window in (None,) if is_small else _windows(filters, before):
            sought = _sought(asked, filters, before, window)
            if filters.kind or filters.station is not None:
                more, read = _look_through(cursor, sought, filters, viewer, LOOKED_THROUGH - looked)
                looked += read
            else:
                more = _open_ones(cursor, sought, viewer, limit - len(found))
            found += more
            if len(found) >= limit or looked >= LOOKED_THROUGH:
                break
    return found[:limit]


def _quoted(word: str) -> str:
    return word.replace("\\", "\\\\").replace("'", "''")


def _set_planner(cursor: CursorWrapper) -> int:
    """For this transaction: by the index, then row by row in order, until there are enough. Says about how many documents
    there are."""
    cursor.execute(
        "SELECT reltuples, set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), "
        "set_config('enable_mergejoin', 'off', true), set_config('enable_memoize', 'off', true), "
        "set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true) "
        "FROM pg_class WHERE oid = 'community_searchdocument'::regclass"
    )
    return int(cursor.fetchone()[0])


def _windows(filters: Filters, before: Key | None) -> Iterator[Window]:
    last = timezone.now().date() + timedelta(days=1)
    if filters.until is not None:
        last = min(last, filters.until)
    if before is not None:
        last = min(last, before[0].astimezone(UTC).date())
    last = max(last, EARLIEST)
    first = last - timedelta(days=1)
    for _name, days in reversed(DAY_BLOCKS):
        if days > 1:  # to the beginning of the block before, so that few blocks cover it
            first = date.fromordinal((last.toordinal() // days - 1) * days)
        yield Window(first, last)
        last = first - timedelta(days=1)
        if filters.since is not None and last < filters.since:
            return
    yield Window(None, last)


def _sought(asked: str, filters: Filters, before: Key | None, window: Window | None) -> tuple[str, list[Any]]:
    """Documents of a window, newest first, as SQL without its end, and its values."""
    conditions: list[str] = ["words @@ %s::tsquery"]
    values: list[Any] = [_within(asked, window)]
    if before is not None:
        conditions.append("(created_at, thread_id) < (%s, %s)")
        values += before
    for condition, time in _times(filters, window):
        conditions.append(condition)
        values.append(time)
    return (
        f"SELECT thread_id, created_at FROM community_searchdocument WHERE {' AND '.join(conditions)} "  # noqa: S608 -- names are ours, values are parameters
        "ORDER BY created_at DESC, thread_id DESC",
        values,
    )


def _open_ones(cursor: CursorWrapper, sought: tuple[str, list[Any]], viewer: Viewer, limit: int) -> list[Key]:
    """The first `limit` of `sought` that `viewer` may see."""
    sql, values = sought
    seen, may = open_sql(viewer, "t")
    cursor.execute(
        f"SELECT d.created_at, d.thread_id FROM ({sql} OFFSET 0) d JOIN community_thread t ON t.id = d.thread_id "  # noqa: S608 -- names are ours, values are parameters
        f"WHERE {seen} ORDER BY d.created_at DESC, d.thread_id DESC LIMIT %s",
        [*values, *may, limit],
    )
    return list(cursor.fetchall())


def _look_through(
    cursor: CursorWrapper, sought: tuple[str, list[Any]], filters: Filters, viewer: Viewer, limit: int
) -> tuple[list[Key], int]:
    """Those of the first `limit` of `sought` that `viewer` may see and that have come as far, or are of the kind, as
    `filters` ask; and how many were looked at."""
    sql, values = sought
    seen, may = open_sql(viewer, "t")
    cursor.execute(
        f"SELECT d.created_at, d.thread_id, {seen} "  # noqa: S608 -- names are ours, values are parameters
        "AND (%s = '' OR t.kind = %s) AND (%s::int IS NULL OR t.station = %s) "
        f"FROM ({sql} LIMIT %s) d JOIN community_thread t ON t.id = d.thread_id "
        "ORDER BY d.created_at DESC, d.thread_id DESC",
        [
            *may,
            filters.kind,
            filters.kind,
            filters.station,
            filters.station,
            *values,
            limit,
        ],
    )
    rows = cursor.fetchall()
    return [(at, pk) for at, pk, is_sought in rows if is_sought], len(rows)


def _within(asked: str, window: Window | None) -> str:
    if window is None or window.first is None:
        return asked
    days = " | ".join(f"'{one}'" for one in span_marks(window.first, window.last))
    return f"{asked} & ({days})"


def _times(filters: Filters, window: Window | None) -> Iterator[tuple[str, datetime]]:
    if filters.since is not None:
        yield "created_at >= %s", _begin(filters.since)
    if filters.until is not None:
        yield "created_at < %s", _end(filters.until)
    if window is not None and window.first is None:
        yield "created_at < %s", _end(window.last)


def _begin(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _end(day: date) -> datetime:
    return _begin(min(day, LATEST) + timedelta(days=1))
