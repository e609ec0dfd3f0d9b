"""Wrong passages of an answer, found in it. All offsets count code points, as Python does. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

MOST = 50  # marks of one answer
MAX_COMMENT = 2000
_QUOTES = ("“”", "‘’", "「」", "『』", "《》", '""', "''", "``")
_FLEXIBLE = 2000  # characters; a longer passage is looked for as it is


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage: where it begins, its words, and what is wrong with them. The words hold it to its place when what stands
    around them changes.
    """

    start: int
    quote: str
    comment: str = ""

    @property
    def end(self) -> int:
        return self.start + len(self.quote)

    def span(self) -> dict[str, Any]:
        """As a report takes it."""
        return {"start": self.start, "end": self.end, "comment": self.comment}


@dataclass(frozen=True, slots=True)
class Found:
    """Where a passage begins, its words as they stand there, and how often they stand in the answer."""

    start: int
    quote: str
    times: int


def find(answer: str, passage: str, at: int | None = None) -> Found | None:
    """The passage as it was selected or pasted: nearest to `at`, else the first. Blanks and line ends may differ, and
    quotation marks may stand around it. None: it is not there.
    """
    for wanted in _spellings(passage):
        starts = _starts(answer, wanted)
        if starts:
            return Found(_nearest(starts, at), wanted, len(starts))
    words = passage.split()
    if not words or len(passage) > _FLEXIBLE:
        return None
    matches = list(re.finditer(r"\s+".join(map(re.escape, words)), answer))
    if not matches:
        return None
    start = _nearest([match.start() for match in matches], at)
    match = next(one for one in matches if one.start() == start)
    return Found(start, match.group(), len(matches))


def _spellings(passage: str) -> list[str]:
    """As it is, without blanks around it, and without quotation marks."""
    bare = passage.strip()
    unquoted = [bare[1:-1].strip() for pair in _QUOTES if len(bare) > 2 and bare[0] == pair[0] and bare[-1] == pair[1]]
    return [one for one in dict.fromkeys([passage, bare, *unquoted]) if one.strip()]


def _starts(text: str, wanted: str) -> list[int]:
    found, at = [], text.find(wanted)
    while at >= 0:
        found.append(at)
        at = text.find(wanted, at + len(wanted))
    return found


def _nearest(starts: Sequence[int], at: int | None) -> int:
    return starts[0] if at is None else min(starts, key=lambda start: abs(start - at))


def settle(answer: str, marks: Sequence[Mark]) -> tuple[list[Mark], list[Mark]]:
    """The marks that stand in `answer`, in its order, and those whose words are not there; each as it was, or moved to where
    its words stand now.
    """
    held: list[Mark] = []
    lost: list[Mark] = []
    for mark in marks:
        if mark.quote and answer.startswith(mark.quote, mark.start):
            held.append(mark)
        elif mark.quote and (starts := _starts(answer, mark.quote)):
            held.append(replace(mark, start=_nearest(starts, mark.start)))
        else:
            lost.append(mark)
    return sorted(held, key=lambda mark: mark.start), lost


def touches(marks: Sequence[Mark], start: int, end: int) -> bool:
    """Whether a passage would lie over one that is marked."""
    return any(mark.start < end and start < mark.end for mark in marks)
