"""What a query was probably meant as. Only what the viewer would find something by is ever offered."""

from __future__ import annotations

import re
from typing import Any

from base.text.normalise import HAN
from community.access import Viewer
from community.search.parse import Query, Term, parse
from community.search.spelling import nearest, one_off
from community.search_match import Filters, newest_sql, run
from community.search_queries import count_up_to, words_of

FEW = 5  # results up to which another spelling is worth a thought
SLIP = 2  # a word of this many threads may itself be somebody's slip
SUSPECTS = 4  # words of a query that may be misspelt
OTHERS_COUNTED = 50
BETTER = 10  # times as many threads hold the word that was meant
LONGEST_RUN = 6
PAIRS_READ = 5_000

_HAN = re.compile(f"[{HAN}]+")


def did_you_mean(query: Query, filters: Filters, viewer: Viewer) -> str | None:
    """`query` with its misspelt words corrected, as it could be typed, by which `viewer` finds something; None where nothing
    better is known. Up to three statements, however many words there are."""
    meant = corrected(query, viewer)
    return meant if meant and count_up_to(1, parse(meant), filters, viewer) else None


def corrected(query: Query, viewer: Viewer) -> str | None:
    """The same before anybody knows whether all its words together, and within the filters, find something."""
    suspects = list(dict.fromkeys(term.shown for term in query.terms if _is_one_word(term)))[:SUSPECTS]
    better = _corrected(suspects, viewer) if suspects else {}
    if not better:
        return None
    shown = [better.get(term.shown, term.shown) if _is_one_word(term) else term.shown for term in query.terms]
    return " ".join([*shown, *(f"-{term.shown}" for term in query.excluded)])


def _corrected(words: list[str], viewer: Viewer) -> dict[str, str]:
    """Of those that are not good as they are, the word that each may have been meant as and that most threads hold."""
    held, known = _look_up(words, viewer)
    meant = {word: _meant(word, known.get(word, [])) for word in words if held[word] <= SLIP}
    others = list(dict.fromkeys(other for some in meant.values() for other in some))
    if not others:
        return {}
    if len(others) == len(words) == 1 and not held[words[0]]:  # no choice: whoever asks looks whether it finds anything
        return {words[0]: others[0]}
    sql, values = zip(*(_count(other, viewer, OTHERS_COUNTED) for other in others), strict=True)
    (counts,) = run(f"SELECT {', '.join(sql)}", [value for some in values for value in some])
    held_other = dict(zip(others, counts, strict=True))
    better: dict[str, str] = {}
    for word, some in meant.items():
        most = max(held[word] * BETTER, 1) - 1
        for other in some:
            if held_other[other] > most:
                better[word], most = other, held_other[other]
    return better


def _count(word: str, viewer: Viewer, limit: int) -> tuple[str, list[Any]]:
    """SQL of how many threads hold `word`, up to `limit`, as a subselect."""
    sql, values = newest_sql(words_of(parse(word)), Filters(), viewer, limit=limit)
    return f"(SELECT count(*) FROM ({sql}) held)", values  # noqa: S608 -- names are ours, values are parameters


def _look_up(words: list[str], viewer: Viewer) -> tuple[dict[str, int], dict[str, list[tuple[str, int]]]]:
    """How many threads hold each word, up to `SLIP` + 1; and words of the site that are near it, with how often each was
    seen. One statement."""
    parts, values = [], list[Any]()
    for word in words:
        counted, more = _count(word, viewer, SLIP + 1)
        near, its = _pairs(word) if _is_han(word) else _letters(word)
        parts += [f"SELECT %s AS asked, NULL AS word, {counted} AS seen", f"SELECT %s, word, seen FROM ({near}) near"]  # noqa: S608 -- names are ours, values are parameters
        values += [word, *more, word, *its]
    held: dict[str, int] = {}
    known: dict[str, list[tuple[str, int]]] = {}
    for asked, word, seen in run(" UNION ALL ".join(parts), values):
        if word is None:
            held[asked] = seen
        else:
            known.setdefault(asked, []).append((word, seen))
    return held, known


def _is_one_word(term: Term) -> bool:
    if term.is_phrase or any(lexeme.how == "prefix" for lexeme in term.lexemes):
        return False
    return 2 <= len(term.shown) <= LONGEST_RUN if _is_han(term.shown) else term.shown.isalpha() and len(term.shown) >= 4


def _is_han(text: str) -> bool:
    return _HAN.fullmatch(text) is not None


def _meant(word: str, known: list[tuple[str, int]]) -> list[str]:
    return one_off(word, dict(known)) if _is_han(word) else nearest(word, known)


def _letters(word: str) -> tuple[str, list[Any]]:
    """SQL of Latin words that share letters with `word`."""
    return (
        "SELECT word, seen FROM community_searchword WHERE word %% %s AND head = '' "
        "ORDER BY similarity(word, %s) DESC, seen DESC LIMIT 40",
        [word, word],
    )


def _pairs(word: str) -> tuple[str, list[Any]]:
    """SQL of pairs of Han with a character of `word`."""
    return (
        "SELECT word, seen FROM community_searchword WHERE head = ANY(%s) OR tail = ANY(%s) ORDER BY seen DESC LIMIT %s",
        [list(word), list(word), PAIRS_READ],
    )
