"""The newest threads that match, whatever the word: one in two threads holds it, one in a million, or none.

Three traps shape this. Walking all threads from the newest on is slow for rare words; reading all that the index knows is
slow for frequent ones; and a planner that chooses is wrong now and then, as it takes the pairs of one Chinese word for
independent. So nobody guesses: windows of a few days, each longer than the one before, and then all that is older, are
branches of one statement, of which PostgreSQL reads the next only while there is not enough. Days, and blocks of 8 and 64 of
them, are lexemes like any other, so that the index cuts word and days in one go: an absent word costs next to nothing in
each window, and a frequent one fills the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from community.access import Viewer, found_sql
from community.search.document import DAY_BLOCKS, mark, model_marks, span_marks

# Days of the windows, newest first. An empty one costs 0.05 ms; one with 10,000 matches 20 ms.
WINDOWS = (2, 2, 4, 8, 16, 32, 64)
LOOKED_THROUGH = 5_000  # reports that match, the newest, which are held against kind and station

EARLIEST, LATEST = date(1900, 1, 1), date(2900, 1, 1)  # nobody wrote before or after, and no calendar ends between

# Sent with a statement, in one message, which PostgreSQL takes as one transaction: by the index, then row by row in order.
PLANNED = "".join(
    f"SET LOCAL {name};"
    for name in (
        *("enable_seqscan = off", "enable_hashjoin = off", "enable_mergejoin = off", "enable_memoize = off"),
        *("jit = off", "max_parallel_workers_per_gather = 0"),
    )
)

Key = tuple[datetime, int]
Sql = tuple[str, list[Any]]


@dataclass(frozen=True)
class Words:
    """What a thread must hold, as tsqueries. `sought` is what the index is asked, and may be empty or only leave words out:
    then all others match. `exact`, where it says more than the index knows (the order of words), is held against each row.
    `near`, where there is one, asks for less than `sought` but quickly: where it finds enough lately, it is enough."""

    sought: str
    exact: str = ""
    near: str = ""


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


def newest_matching(words: Words, filters: Filters, viewer: Viewer, *, limit: int, before: Key | None = None) -> list[Key]:
    """(created_at, id) of the newest `limit` threads that `viewer` may find and that `words` and `filters` match, from the
    one after the key `before` on."""
    sql, values = newest_sql(words, filters, viewer, limit=limit, before=before)
    found = f"SELECT created_at, thread_id FROM ({sql}) found"  # noqa: S608 -- names are ours, values are parameters
    rows = run(f"{found} ORDER BY created_at DESC, thread_id DESC LIMIT %s", [*values, limit])
    return [(at, pk) for at, pk in rows]


def run(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement that is planned as `PLANNED` says."""
    with connection.cursor() as cursor:
        cursor.execute(PLANNED + sql, values)
        while cursor.description is None:  # the settings answer nothing
            cursor.nextset()
        return list(cursor.fetchall())


def newest_sql(words: Words, filters: Filters, viewer: Viewer, *, limit: int, before: Key | None = None) -> Sql:
    """SQL of `newest_matching`: thread_id, created_at, vote_count; in no order, and up to twice as many, the same ones."""
    if not words.near:
        return _hits(words.sought, words.exact, list(_windows(filters, before)), filters, viewer, limit, before)
    lately = [window for window in _windows(filters, before) if window.first is not None]
    near, near_values = _hits(words.near, words.exact, lately, filters, viewer, limit, before)
    whole, whole_values = _hits(words.sought, words.exact, [None], filters, viewer, limit, before)
    return (
        f"WITH near AS MATERIALIZED ({near}) SELECT * FROM near "  # noqa: S608 -- names are ours, values are parameters
        f"UNION SELECT * FROM ({whole}) whole WHERE (SELECT count(*) FROM near) < %s",
        [*near_values, *whole_values, limit],
    )


def _hits(
    sought: str,
    exact: str,
    windows: Sequence[Window | None],
    filters: Filters,
    viewer: Viewer,
    limit: int,
    before: Key | None,
) -> Sql:
    """The first `limit` that fit in the windows, one after the other. No join may be turned round, no branch be read
    before its turn: so the thread's row is looked at in a subquery of each document (LATERAL, and OFFSET 0 keeps it so)."""
    asked = _asked(sought, filters)
    branches = [_sought(asked, filters, before, window) for window in windows]
    values = [value for _sql, more in branches for value in more]
    documents = " UNION ALL ".join(f"({sql})" for sql, _more in branches)
    if filters.kind or filters.station is not None:
        documents = f"SELECT * FROM ({documents}) branch LIMIT {LOOKED_THROUGH}"  # noqa: S608 -- a number of ours
    seen, may = found_sql(viewer, "t")
    conditions, held = ["t.id = d.thread_id", seen], [*may]
    for column, value in (("kind", filters.kind), ("station", filters.station)):
        if value or value == 0:
            conditions.append(f"t.{column} = %s")
            held.append(value)
    is_exact = " WHERE d.words @@ %s::tsquery" if exact else ""
    return (
        f"SELECT d.thread_id, d.created_at, t.vote_count FROM ({documents}) d CROSS JOIN LATERAL "  # noqa: S608 -- names are ours, values are parameters
        f"(SELECT t.vote_count FROM community_thread t WHERE {' AND '.join(conditions)} OFFSET 0) t{is_exact} LIMIT %s",
        [*values, *held, *([exact] if exact else []), limit],
    )


def _asked(sought: str, filters: Filters) -> str:
    """Words and filters as one tsquery."""
    marks = filters.marks() or ([mark("")] if not filters.tags and (not sought or sought.startswith("!")) else [])
    tagged = [" | ".join(f"'{_quoted(mark('g', slug))}'" for slug in slugs) for slugs in filters.tags]
    return " & ".join([*(f"'{_quoted(one)}'" for one in marks), *(f"({one})" for one in tagged), *([sought] if sought else [])])


def _quoted(word: str) -> str:
    return word.replace("\\", "\\\\").replace("'", "''")


def _windows(filters: Filters, before: Key | None) -> Iterator[Window]:
    last = timezone.now().date() + timedelta(days=1)
    if filters.until is not None:
        last = min(last, filters.until)
    if before is not None:
        last = min(last, before[0].astimezone(UTC).date())
    last = max(last, EARLIEST)
    for length in WINDOWS:
        # To the beginning of a block, so that few blocks cover it.
        block = next(days for _name, days in DAY_BLOCKS if days <= length)
        first = date.fromordinal((last.toordinal() - length + 1) // block * block)
        yield Window(first, last)
        last = first - timedelta(days=1)
        if filters.since is not None and last < filters.since:
            return
    yield Window(None, last)


def _sought(asked: str, filters: Filters, before: Key | None, window: Window | None) -> Sql:
    """Documents of a window, newest first."""
    conditions: list[str] = ["words @@ %s::tsquery"]
    values: list[Any] = [_within(asked, window)]
    if before is not None:
        conditions.append("(created_at, thread_id) < (%s, %s)")
        values += before
    for condition, time in _times(filters, window):
        conditions.append(condition)
        values.append(time)
    return (
        f"SELECT thread_id, created_at, words FROM community_searchdocument WHERE {' AND '.join(conditions)} "  # noqa: S608 -- names are ours, values are parameters
        "ORDER BY created_at DESC, thread_id DESC OFFSET 0",
        values,
    )


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
