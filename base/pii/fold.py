"""Lookalike characters as the plain ones the rules know, without losing where they stood."""

import re
import sys
import unicodedata
from collections.abc import Sequence

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\u2043"
_SPACES = "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000"


def _lookalikes() -> dict[int, str]:
    """Full-width, circled, mathematical and other digits, letters and signs whose NFKC is one ASCII character."""
    table = {}
    for code in range(0xA0, sys.maxunicode + 1):
        if (0x2E80 <= code <= 0xF8FF and not 0x3000 <= code <= 0x32FF) or code >= 0x20000:
            continue  # ideographs, syllables, private use
        character = chr(code)
        plain = unicodedata.normalize("NFKC", character)
        if len(plain) == 1 and plain.isascii() and plain.isprintable():
            table[code] = plain
        elif (digit := unicodedata.decimal(character, None)) is not None:
            table[code] = str(digit)
    table.update(dict.fromkeys(map(ord, _DASHES), "-"))
    table.update(dict.fromkeys(map(ord, _SPACES), " "))
    return table


_TABLE = _lookalikes()


def fold(text: str) -> tuple[str, Sequence[int] | None]:
    """The text with lookalikes replaced one for one and hidden characters dropped, and the place of each of its
    characters in the original, or None if every character stands where it stood.
    """
    plain = text if text.isascii() else text.translate(_TABLE)
    if not _HIDDEN.search(plain):
        return plain, None
    places = [place for place, character in enumerate(plain) if not _HIDDEN.match(character)]
    return _HIDDEN.sub("", plain), places
