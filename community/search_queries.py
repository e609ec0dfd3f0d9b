"""What the search page reads: which threads match, in which order, and how many."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from community.access import Viewer
from community.search.parse import TITLE, Query
from community.search_match import Filters, Key, newest_matching

PAGE = 25
COUNTED = 1_000  # beyond it is "more than 1,000"
RANKED = 300  # newest matches, and as many of the newest with all words in the title, among which the best are chosen
# The score's terms: a year counts as much as the text's rank times 1.5, a hundred voices as much as the rank doubled.
YEAR_WORTH, VOTES_WORTH = 0.6, 0.15


@dataclass(frozen=True)
class Found:
    """A page of threads by id. `count` is known on a first page only, up to `COUNTED` + 1; `is_cut`: the best have been
    shown, and there are more by time."""

    ids: list[int]
    after: str | None
    count: int | None
    is_cut: bool = False


def find(query: Query, filters: Filters, viewer: Viewer, *, order: str = "best", after: str | None = None) -> Found:
    """A page of what `query` and `filters` match and `viewer` may see, by relevance, or with `order` "newest" by time."""
    if not query and not filters:
        return Found([], None, None)
    if order == "newest" or not query.terms:
        return _newest(query, filters, viewer, after)
    return _best(query, filters, viewer, after)


def count_up_to(limit: int, query: Query, filters: Filters, viewer: Viewer) -> int:
    return len(newest_matching(query.sql(), filters, viewer, limit=limit))


def _newest(query: Query, filters: Filters, viewer: Viewer, after: str | None) -> Found:
    key = _read_time(after)
    keys = newest_matching(query.sql(), filters, viewer, limit=PAGE + 1 if key else COUNTED + 1, before=key)
    page = keys[:PAGE]
    following = f"{page[-1][0].timestamp():.6f}_{page[-1][1]}" if len(keys) > PAGE else None
    return Found([pk for _at, pk in page], following, None if key else len(keys))


def _best(query: Query, filters: Filters, viewer: Viewer, after: str | None) -> Found:
    keys = newest_matching(query.sql(), filters, viewer, limit=COUNTED + 1)
    chosen = {pk for _at, pk in keys[:RANKED]}
    if len(keys) > RANKED:
        chosen |= {pk for _at, pk in newest_matching(query.sql(TITLE), filters, viewer, limit=RANKED)}
    ranked = _ranked(query, chosen)
    if key := _read_score(after):
        ranked = [one for one in ranked if one < key]
    page = ranked[:PAGE]
    following = f"{page[-1][0]!r}_{page[-1][1]}" if len(ranked) > PAGE else None
    is_cut = following is None and len(keys) > len(chosen)
    return Found([pk for _score, pk in page], following, None if key else len(keys), is_cut)


def _ranked(query: Query, ids: set[int]) -> list[tuple[float, int]]:
    """(score, id), best first: ts_rank (weights D 0.1, C 0.3, B 0.5, A 1; divided by the logarithm of the length), the
    voices for it, and when it was said: all added as logarithms, so that no score depends on when it is computed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.thread_id, ts_rank('{0.1, 0.3, 0.5, 1}', d.words, %s::tsquery, 1), t.vote_count, "
            "extract(epoch FROM d.created_at)::float8 FROM community_searchdocument d "
            "JOIN community_thread t ON t.id = d.thread_id WHERE d.thread_id = ANY(%s)",
            [query.sql(), list(ids)],
        )
        rows = cursor.fetchall()
    year = 365.25 * 86400
    scored = [
        (round(math.log2(rank + 1e-6) + VOTES_WORTH * math.log2(1 + votes) + YEAR_WORTH * at / year, 6), pk)
        for pk, rank, votes, at in rows
    ]
    return sorted(scored, reverse=True)


def _read_score(after: str | None) -> tuple[float, int] | None:
    score, _, pk = (after or "").partition("_")
    try:
        return float(score), int(pk)
    except ValueError:
        return None


def _read_time(after: str | None) -> Key | None:
    seconds, _, pk = (after or "").partition("_")
    try:
        return datetime.fromtimestamp(float(seconds), tz=UTC), int(pk)
    except (ValueError, OverflowError, OSError):
        return None
