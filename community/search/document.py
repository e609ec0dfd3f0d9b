"""What is kept of a thread to find it by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from base.text.normalise import normalise
from community.search.parse import CHARACTER, STEM, TITLE
from community.search.pieces import pieces, runs
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
    return " ".join(f"'{_quoted(word)}':{','.join(found)}" if found else f"'{_quoted(word)}'" for word, found in places.items())


def _quoted(word: str) -> str:
    return word if word.isalnum() else word.replace("\\", "\\\\").replace("'", "''")


def _add(places: dict[str, list[str]], text: str, weight: str, at: int, before: str = "") -> int:
    """Enter the lexemes of `text`, from the position after `at` on; says the last one. `before` marks a second entry."""
    characters: set[str] = set()
    for run, is_script in runs(normalise(text)):
        for start in range(len(run) if is_script else 1):
            at += 1
            if is_script:
                forms = [run[start : start + 2]]
                if run[start] not in characters:  # once in a part is enough: no phrase asks for these
                    characters.add(run[start])
                    forms.append(CHARACTER + run[start])
            else:
                root = stem(run)
                forms = [run, STEM + root] if root and root != run else [run]
            place = f"{min(at, _LAST_POSITION)}{weight}"
            for form in forms:
                places.setdefault(form, []).append(place)
                if before:
                    places.setdefault(before + form, []).append(place)
    return at


def spelt_words(title: str, body: str) -> list[str]:
    """Words that a misspelt query may have meant, sorted: Latin words of title and body, pairs of Han of the title."""
    found: set[str] = set()
    heading = normalise(title)
    for run, is_script in runs(f"{heading}\n{normalise(body[:BODY])}"):
        if not is_script and _SPELT.fullmatch(run):
            found.add(run)
            if len(found) >= MAX_NEW_WORDS:
                break
    for run, is_script in runs(heading):
        if is_script:
            found.update(run[start : start + 2] for start in range(len(run) - 1))
    return sorted(found)
