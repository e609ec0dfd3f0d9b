"""Simplified Chinese as it is written in traditional characters, for the site's own words. Pure."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC


@cache
def _converter() -> OpenCC:
    return OpenCC("s2twp")


@cache
def to_traditional(text: str) -> str:
    """`text` in traditional characters with Taiwan's usage; never for what members wrote."""
    return str(_converter().convert(text))
