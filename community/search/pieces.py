"""A normalised text cut into pieces: words, runs of Han and kana, emoji; and the lexemes that each piece becomes.

Every character of a run has one position: there stands the bigram that begins with it, or at the run's end the character
alone. So a phrase is lexemes that follow each other, and 猫 at its end is whatever begins with it. Beside these every
character is a lexeme of its own, behind a mark: the index would read a prefix whole, whatever else is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from base.text.normalise import HAN, KANA

MAX_LEXEME = 64

SCRIPT = f"[{HAN}{KANA}]+"
EMOJI = "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf]"
PIECE = re.compile(f"(?P<script>{SCRIPT})|(?P<emoji>{EMOJI})|(?:[cf]\\+\\+|[cf]#)(?!\\w)|[^\\W_{HAN}{KANA}]+")
# Between two words without a space this makes one name of them: torch.compile, k2-0905, snake_case, a URL's parts.
_GLUE = re.compile("[-._/:@#+=~%&?'’\\\\]+")


class Piece(NamedTuple):
    """`is_glued`: it follows the piece before it within one name. It stands from `start` to `end`."""

    text: str
    is_script: bool
    is_glued: bool
    start: int
    end: int


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a text that `normalise` has been through, in order."""
    end, last_is_word = 0, False
    for match in PIECE.finditer(text):
        is_script = match["script"] is not None
        glued = last_is_word and not is_script and bool(_GLUE.fullmatch(text, end, match.start()))
        yield Piece(match.group() if is_script else match.group()[:MAX_LEXEME], is_script, glued, *match.span())
        end, last_is_word = match.end(), not is_script


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """What `pieces` finds without their places, for whoever reads much: (text, is_script)."""
    for match in PIECE.finditer(text):
        if match["script"] is not None:
            yield match[0], True
        else:
            yield match[0][:MAX_LEXEME], False


def lexemes(piece: Piece) -> list[str]:
    """One for each position of the piece."""
    if not piece.is_script:
        return [piece.text]
    return [piece.text[i : i + 2] for i in range(len(piece.text))]
