"""Simplified Chinese as it is written in traditional characters, for the site's own words. Pure."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from opencc import OpenCC


@cache
def _converter() -> OpenCC:
    return OpenCC("s2twp")


TERMS = Path(__file__).parents[2] / "locale" / "zh_Hant" / "terms.tsv"


@cache
def _terms() -> list[tuple[str, str]]:
    """What this site says otherwise than OpenCC, in the order in which it is put right."""
    pairs = (line.partition("\t") for line in TERMS.read_text(encoding="utf-8").splitlines())
    return [(theirs, ours) for theirs, tab, ours in pairs if tab]


@cache
def as_the_site_says(text: str) -> str:
    """`text` in traditional characters and in the terms of this site."""
    words = to_traditional(text)
    for theirs, ours in _terms():
        words = words.replace(theirs, ours)
    return words


@cache
def to_traditional(text: str) -> str:
    """`text` in traditional characters with Taiwan's usage; never for what members wrote."""
    return str(_converter().convert(text))
