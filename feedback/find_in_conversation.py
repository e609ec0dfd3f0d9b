"""Where a word stands in a conversation. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from base.text.find import find_in

SHOWN = 20
BESIDE = 60  # characters on either side


@dataclass(frozen=True, slots=True)
class Hit:
    """In the turn `turn`, from `start` on; with its words, and those beside it on the same line or the next."""

    turn: int
    role: str
    start: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Hits:
    """The first `SHOWN` from a place on, how many there are in all, and where the next one begins, if there are more."""

    hits: list[Hit]
    count: int
    following: tuple[int, int] | None


def find_in_conversation(conversation: Sequence[Mapping[str, Any]], wanted: str, since: tuple[int, int] = (0, 0)) -> Hits:
    """Looks for `wanted` in every turn, once; shows what stands at `since`, a turn and an offset in it, or behind."""
    hits: list[Hit] = []
    count, following = 0, None
    for turn, message in enumerate(conversation):
        text = message["content"]
        for place in find_in(text, wanted):
            count += 1
            if (turn, place.start) < since:
                continue
            if len(hits) < SHOWN:
                before, after = text[max(0, place.start - BESIDE) : place.start], text[place.end : place.end + BESIDE]
                hits.append(Hit(turn, message["role"], place.start, before, text[place.start : place.end], after))
            elif following is None:
                following = (turn, place.start)
    return Hits(hits, count, following)
