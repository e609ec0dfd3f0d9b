"""What is kept of a thread to find it by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from base.text.normalise import normalise
from community.search.parse import CHARACTER, STEM, TITLE
from community.search.pieces import lexemes, pieces
from community.search.stem import stem

# Characters of each part that can be found; what goes on beyond is found by its beginning.
BODY, BESIDE, REPLIES = 20_000, 20_000, 10_000
MAX_NEW_WORDS = 400

DAY_BLOCKS = (("f", 64), ("e", 8), ("d", 1))

_GAP = 10  # positions between two parts, so that no phrase reaches from one into the next
_LAST_POSITION = 16_383  # PostgreSQL, "tsvector": position values can range from 1 to 16383
_SPELT = re.compile("[a-zà-öø-ÿ]{4,24}")


@dataclass(frozen=True)
class Parts:
    """What a thread says: `beside` is what a report rests on, the conversation and the correction."""

    title: str
    body: str
    beside: str
    replies: str
    model: str


def mark(name: str, value: object = "") -> str:
    """A lexeme that no text has, for what a thread is: the match of everything, a day, a space, an author …"""
    return f"={name}{value}"


def day_marks(day: date) -> list[str]:
    """Of a day, and of the blocks of 8 and 64 days that it is in."""
    return [mark(name, day.toordinal() // days) for name, days in DAY_BLOCKS]


def span_marks(first: date, last: date) -> list[str]:
    """The fewest lexemes of which every day from `first` to `last` has one, and no other."""
    marks = []
    at, end = first.toordinal(), last.toordinal()
    while at <= end:
        name, days = next((name, days) for name, days in DAY_BLOCKS if at % days == 0 and at + days - 1 <= end)
        marks.append(mark(name, at // days))
        at += days
    return marks


def model_marks(label: str) -> list[str]:
    return [mark("m", piece.text) for piece in pieces(normalise(label))]


def vector(parts: Parts, marks: list[str]) -> str:
    """A tsvector's text: title weighs A, body and model's name B, what lies beside C, replies D."""
    places: dict[str, list[str]] = {mark_: [] for mark_ in [mark(""), *marks, *model_marks(parts.model)]}
    at = _add(places, parts.title, "A", 0, before=TITLE)
    at = _add(places, f"{parts.body[:BODY]}\n{parts.model}", "B", at + _GAP)
    at = _add(places, parts.beside[:BESIDE], "C", at + _GAP)
    _add(places, parts.replies[:REPLIES], "", at + _GAP)
    return " ".join(f"'{_quoted(word)}'{':' if found else ''}{','.join(found)}" for word, found in places.items())


def _quoted(word: str) -> str:
    return word.replace("\\", "\\\\").replace("'", "''")


def _add(places: dict[str, list[str]], text: str, weight: str, at: int, before: str = "") -> int:
    """Enter the lexemes of `text`, from the position after `at` on; says the last one. `before` marks a second entry."""
    characters: set[str] = set()
    for piece in pieces(normalise(text)):
        root = "" if piece.is_script else stem(piece.text)
        for lexeme in lexemes(piece):
            at += 1
            place = f"{min(at, _LAST_POSITION)}{weight}"
            forms = [lexeme, STEM + root] if root and root != lexeme else [lexeme]
            if piece.is_script and lexeme[0] not in characters:  # once in a part is enough: no phrase asks for these
                characters.add(lexeme[0])
                forms.append(CHARACTER + lexeme[0])
            for form in forms:
                places.setdefault(form, []).append(place)
                if before:
                    places.setdefault(before + form, []).append(place)
    return at


def spelt_words(title: str, body: str) -> list[str]:
    """Words that a misspelt query may have meant, sorted: Latin words of title and body, pairs of Han of the title."""
    found: set[str] = set()
    for piece in pieces(normalise(f"{title}\n{body[:BODY]}")):
        if not piece.is_script and _SPELT.fullmatch(piece.text):
            found.add(piece.text)
            if len(found) >= MAX_NEW_WORDS:
                break
    for piece in pieces(normalise(title)):
        if piece.is_script:
            found.update(lexemes(piece)[:-1])
    return sorted(found)
