"""What the search page reads: which threads match, in which order, and how many."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from community.access import Viewer
from community.models import SearchWord
from community.search.parse import TITLE, Query
from community.search_match import Filters, Key, Words, newest_matching, newest_sql, run

PAGE = 25
COUNTED = 1_000  # beyond it is "more than 1,000"
RANKED = 300  # newest matches, and as many of the newest with all words in the title, among which the best are chosen
BEGUN = 32  # words that are looked for first where a beginning is asked for
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
    return len(newest_matching(words_of(query), filters, viewer, limit=limit))


def words_of(query: Query, before: str = "", known: Mapping[str, Sequence[str]] | None = None) -> Words:
    """What `query` asks of a document, or with `before`=TITLE of a title; `known` as `_known` gives it."""
    near = query.sought(before, known) if known else ""
    return Words(query.sought(before), query.sql(before) if query.is_ordered else "", near)


def _known(query: Query) -> dict[str, list[str]]:
    """Of each beginning of a word that is asked for, the words of the site that begin so, those first that are seen most."""
    found: dict[str, list[str]] = {}
    for begun in query.beginnings:
        words = SearchWord.objects.filter(word__startswith=begun, head="").order_by("-seen", "word")
        found[begun] = list(words.values_list("word", flat=True)[:BEGUN])
    return found if found and all(found.values()) else {}


def _newest(query: Query, filters: Filters, viewer: Viewer, after: str | None) -> Found:
    key = _read_time(after)
    limit = PAGE + 1 if key else COUNTED + 1
    keys = newest_matching(words_of(query, known=_known(query)), filters, viewer, limit=limit, before=key)
    page = keys[:PAGE]
    following = f"{page[-1][0].timestamp():.6f}_{page[-1][1]}" if len(keys) > PAGE else None
    return Found([pk for _at, pk in page], following, None if key else len(keys))


def _best(query: Query, filters: Filters, viewer: Viewer, after: str | None) -> Found:
    ranked, count = _ranked(query, filters, viewer)
    chosen = len(ranked)
    if key := _read_score(after):
        ranked = [one for one in ranked if one < key]
    page = ranked[:PAGE]
    following = f"{page[-1][0]!r}_{page[-1][1]}" if len(ranked) > PAGE else None
    is_cut = following is None and count > chosen
    return Found([pk for _score, pk in page], following, None if key else count, is_cut)


def _ranked(query: Query, filters: Filters, viewer: Viewer) -> tuple[list[tuple[float, int]], int]:
    """(score, id) of those among which the best are chosen, best first, and how many match. Of a score: ts_rank (weights
    D 0.1, C 0.3, B 0.5, A 1; divided by the logarithm of the length), the voices for it, and when it was said: all added
    as logarithms, so that no score depends on when it is computed. One statement: where all match that are read, or
    all were chosen, titles are not looked for."""
    known = _known(query)
    newest, values = newest_sql(words_of(query, known=known), filters, viewer, limit=COUNTED + 1)
    titled, title_values = newest_sql(words_of(query, TITLE, known), filters, viewer, limit=RANKED)
    rows = run(
        f"WITH newest AS MATERIALIZED (SELECT * FROM ({newest}) found ORDER BY created_at DESC, thread_id DESC LIMIT %s), "  # noqa: S608 -- names are ours, values are parameters
        "chosen AS MATERIALIZED ("
        "(SELECT * FROM newest ORDER BY created_at DESC, thread_id DESC LIMIT %s) UNION "
        f"SELECT * FROM ({titled}) titled WHERE (SELECT count(*) FROM newest) > %s) "
        "SELECT c.thread_id, ts_rank('{0.1, 0.3, 0.5, 1}', d.words, %s::tsquery, 1), c.vote_count, "
        "extract(epoch FROM c.created_at)::float8, (SELECT count(*) FROM newest) "
        "FROM chosen c CROSS JOIN LATERAL "
        "(SELECT words FROM community_searchdocument d WHERE d.thread_id = c.thread_id OFFSET 0) d",
        [*values, COUNTED + 1, RANKED, *title_values, RANKED, query.sql()],
    )
    year = 365.25 * 86400
    scored = [
        (round(math.log2(rank + 1e-6) + VOTES_WORTH * math.log2(1 + votes) + YEAR_WORTH * at / year, 6), pk)
        for pk, rank, votes, at, _count in rows
    ]
    return sorted(scored, reverse=True), rows[0][4] if rows else 0


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
