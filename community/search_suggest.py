"""What a query was probably meant as. Only what the viewer would find something by is ever offered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.db import connection

from base.text.normalise import HAN
from community.access import Viewer
from community.search.parse import Query, Term, parse
from community.search.spelling import nearest, one_off
from community.search_match import Filters
from community.search_queries import count_up_to

FEW = 5  # results up to which another spelling is worth a thought
SLIP = 2  # a word of this many threads may itself be somebody's slip
BETTER = 10  # times as many threads hold the word that was meant
LONGEST_RUN = 6
PAIRS_READ = 5_000

_HAN = re.compile(f"[{HAN}]+")


def did_you_mean(query: Query, filters: Filters, viewer: Viewer) -> str | None:
    """`query` with its misspelt words corrected, as it could be typed; None where nothing better is known."""
    terms = [_corrected(term, viewer) for term in query.terms]
    if not any(terms):
        return None
    shown = [better or term.shown for term, better in zip(query.terms, terms, strict=True)]
    excluded = [f"-{term.shown}" for term in query.excluded]
    meant = " ".join([*shown, *excluded])
    return meant if count_up_to(1, parse(meant), filters, viewer) else None


def _corrected(term: Term, viewer: Viewer) -> str | None:
    """The word that `term` may have been meant as and that most threads hold; None where it is good as it is."""
    if not _is_one_word(term):
        return None
    held = _held(term.shown, viewer, SLIP + 1)
    if held > SLIP:
        return None
    best, most = None, max(held * BETTER, 1) - 1
    for other in _meant(term.shown):
        if (held_other := _held(other, viewer, 50)) > most:
            best, most = other, held_other
    return best


def _is_one_word(term: Term) -> bool:
    if term.is_phrase or any(lexeme.how == "prefix" for lexeme in term.lexemes):
        return False
    return 2 <= len(term.shown) <= LONGEST_RUN if _is_han(term.shown) else term.shown.isalpha() and len(term.shown) >= 4


def _is_han(text: str) -> bool:
    return _HAN.fullmatch(text) is not None


def _held(text: str, viewer: Viewer, limit: int) -> int:
    return count_up_to(limit, parse(text), Filters(), viewer)


def _meant(word: str) -> list[str]:
    return one_off(word, dict(_pairs(word))) if _is_han(word) else nearest(word, _words_like(word))


def _words_like(word: str) -> Iterator[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, seen FROM community_searchword WHERE word %% %s AND head = '' "
            "ORDER BY similarity(word, %s) DESC, seen DESC LIMIT 40",
            [word, word],
        )
        yield from cursor.fetchall()


def _pairs(run: str) -> Iterator[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word, seen FROM community_searchword WHERE head = ANY(%s) OR tail = ANY(%s) ORDER BY seen DESC LIMIT %s",
            [list(run), list(run), PAIRS_READ],
        )
        yield from cursor.fetchall()
