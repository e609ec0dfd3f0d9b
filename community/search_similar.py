"""Threads with a title like the one that is being typed."""

from __future__ import annotations

from itertools import pairwise

from base.text.normalise import normalise
from community.access import Viewer, found_now
from community.models import Thread
from community.search.parse import TITLE, Lexeme
from community.search.pieces import lexemes, pieces
from community.search.stem import stem
from community.search_match import Filters, Words, newest_matching

SHOWN = 5
LOOKED_AT = 300
HEEDED = 16  # words and pairs of a title
ALIKE = 0.35  # share of words and pairs that two titles have in common (Dice), from which on they are alike


def similar_threads(title: str, viewer: Viewer) -> list[Thread]:
    """Up to `SHOWN` threads whose titles share words with `title`, most alike first, of those that `viewer` may see."""
    wanted = _words(title)
    if len(wanted) < 2:
        return []
    asked = [Lexeme(word, "stem" if word.isascii() else "exact").sql(TITLE) for word in wanted]
    pairs = " | ".join(f"({one} & {other})" for one, other in pairwise(asked))
    keys = newest_matching(Words(f"({pairs})"), Filters(), viewer, limit=LOOKED_AT)
    found = Thread.objects.filter(found_now(viewer), pk__in=[pk for _at, pk in keys])
    found = found.only("pk", "title", "is_report", "language")
    alike = []
    for thread in found:
        has = set(_words(thread.title))
        share = 2 * len(has & set(wanted)) / (len(has) + len(wanted))
        if share >= ALIKE:
            alike.append((share, thread.pk, thread))
    return [thread for _share, _pk, thread in sorted(alike, key=lambda one: one[:2], reverse=True)[:SHOWN]]


def _words(title: str) -> list[str]:
    """Stems of three letters and more, and pairs of Han, in order."""
    found: list[str] = []
    for piece in pieces(normalise(title[:200])):
        found += lexemes(piece)[:-1] if piece.is_script else [stem(piece.text)] if len(piece.text) > 2 else []
    return list(dict.fromkeys(found))[:HEEDED]
