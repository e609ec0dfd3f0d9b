"""Where a word stands in a long text, whatever its case, width or script; the text is read once. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from base.text.normalise import normalise


@dataclass(frozen=True, slots=True)
class Place:
    """`text[start:end]` is what was found; offsets in code points."""

    start: int
    end: int


def find_in(text: str, wanted: str) -> Iterator[Place]:
    """Each place of `wanted`, none over another; a blank in it stands for any one blank or line end.

    Both are folded character by character, so that offsets stay those of the text: what is one character as written and
    several when folded (ß, ﬁ) is only found as it is written.
    """
    needle = fold(" ".join(wanted.split()))
    if not needle:
        return
    folded = fold(text)
    at = folded.find(needle)
    while at >= 0:
        yield Place(at, at + len(needle))
        at = folded.find(needle, at + len(needle))


def fold(text: str) -> str:
    """The text with each character as it is matched, as long as before."""
    return text.translate({ord(one): _folded(one) for one in set(text)})


def _folded(character: str) -> str:
    if character.isspace():
        return " "
    folded = normalise(character)
    return folded if len(folded) == 1 else character
