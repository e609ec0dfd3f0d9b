"""The newest threads that match, whatever the word: one in two threads holds it, one in a million, or none.

Three traps shape this. Walking all threads from the newest on is slow for rare words; reading all that the index knows is
slow for frequent ones; and a planner that chooses is wrong now and then. So the planner is asked how many to expect, and
told how to go: what is rare is read whole, and what is frequent in windows of days, each four times as long as the one
before, until there is enough. Days are lexemes like any other, so that the index cuts word and days in one go.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from community.access import Viewer, open_to
from community.search.document import day_mark, mark, model_marks

RARE = 4_000  # expected matches up to which all are read at once
WINDOWS = (1, 4, 16, 64, 256)  # days
LOOKED_THROUGH = 20_000  # matches of the index that are held against kind and station, newest first

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

    def __bool__(self) -> bool:
        return self != Filters()

    def marks(self) -> list[str]:
        """What the index knows of them, as lexemes."""
        return [
            *([mark("s", self.space_id)] if self.space_id is not None else []),
            *([mark("a", self.author_id)] if self.author_id is not None else []),
            *([mark("l", self.language)] if self.language else []),
            *([mark("r" if self.is_report else "t")] if self.is_report is not None else []),
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
    marks = filters.marks() or ([mark("")] if not words or words.startswith("!") else [])
    asked = " & ".join([*(f"'{_quoted(one)}'" for one in marks), *([words] if words else [])])
    with transaction.atomic(), connection.cursor() as cursor:
        _set_planner(cursor)
        if _expected(cursor, asked) <= RARE:
            return _read(cursor, asked, filters, viewer, limit, before, None)
        found: list[Key] = []
        for window in _windows(filters, before):
            found += _read(cursor, asked, filters, viewer, limit - len(found), before, window)
            if len(found) >= limit:
                break
        return found


def _quoted(word: str) -> str:
    return word.replace("\\", "\\\\").replace("'", "''")


def _set_planner(cursor: CursorWrapper) -> None:
    """For this transaction: by the index, then row by row in order, until there are enough."""
    cursor.execute(
        "SELECT set_config(name, 'off', true) FROM unnest(ARRAY['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin', "
        "'enable_memoize', 'jit']) name UNION ALL SELECT set_config('max_parallel_workers_per_gather', '0', true)"
    )


def _expected(cursor: CursorWrapper, asked: str) -> int:
    """How many matches the planner expects, from what ANALYZE saw of frequent words."""
    cursor.execute("EXPLAIN (FORMAT JSON) SELECT FROM community_searchdocument WHERE words @@ %s::tsquery", [asked])
    plan = cursor.fetchone()[0]
    return int((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"])


def _windows(filters: Filters, before: Key | None) -> Iterator[Window]:
    last = timezone.now().date() + timedelta(days=1)
    if filters.until is not None:
        last = min(last, filters.until)
    if before is not None:
        last = min(last, before[0].astimezone(UTC).date())
    for days in WINDOWS:
        if filters.since is not None and last < filters.since:
            return
        first = last - timedelta(days=days - 1)
        yield Window(first, last)
        last = first - timedelta(days=1)
    yield Window(None, last)


def _read(
    cursor: CursorWrapper, asked: str, filters: Filters, viewer: Viewer, limit: int, before: Key | None, window: Window | None
) -> list[Key]:
    inner, outer = ["words @@ %s::tsquery"], ["t.state = 'visible'", "t.visibility = ANY(%s)"]
    values: list[Any] = [_within(asked, window)]
    for condition, value in _times(filters, before, window):
        inner.append(condition)
        values.append(value)
    if before is not None:
        inner.append("(created_at, thread_id) < (%s, %s)")
        values += before
    values += [LOOKED_THROUGH, [str(visibility) for visibility in open_to(viewer)]]
    for column, wanted in (("kind", filters.kind), ("station", filters.station)):
        if wanted not in ("", None):
            outer.append(f"t.{column} = %s")
            values.append(wanted)
    cursor.execute(
        f"SELECT d.created_at, d.thread_id FROM (SELECT thread_id, created_at FROM community_searchdocument "  # noqa: S608
        f"WHERE {' AND '.join(inner)} ORDER BY created_at DESC, thread_id DESC LIMIT %s) d "
        f"JOIN community_thread t ON t.id = d.thread_id WHERE {' AND '.join(outer)} "
        "ORDER BY d.created_at DESC, d.thread_id DESC LIMIT %s",
        [*values, limit],
    )
    return list(cursor.fetchall())


def _within(asked: str, window: Window | None) -> str:
    if window is None or window.first is None:
        return asked
    days = (window.last - window.first).days + 1
    listed = " | ".join(f"'{day_mark(window.first + timedelta(days=n))}'" for n in range(days))
    return f"{asked} & ({listed})"


def _times(filters: Filters, before: Key | None, window: Window | None) -> Iterator[tuple[str, datetime]]:
    if filters.since is not None:
        yield "created_at >= %s", _begin(filters.since)
    if filters.until is not None:
        yield "created_at < %s", _begin(filters.until + timedelta(days=1))
    if window is not None and window.first is None:
        yield "created_at < %s", _begin(window.last + timedelta(days=1))


def _begin(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
