"""What is wrong with an answer, by a short list. In a report these are tags, "wrong:fact". Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

PREFIX = "wrong:"
Wrong = Literal[
    "fact",
    "reasoning",
    "instruction",
    "refusal",
    "source",
    "language",
    "format",
    "unsafe",
    "outdated",
    "length",
    "other",
]
CODES: tuple[Wrong, ...] = get_args(Wrong)


def as_tags(codes: Iterable[str]) -> list[str]:
    return [f"{PREFIX}{code}" for code in codes]


def codes_in(tags: Iterable[str]) -> list[str]:
    """The codes that `tags` name; one that a newer client knows is nothing here."""
    return [tag.removeprefix(PREFIX) for tag in tags if tag.startswith(PREFIX) and tag.removeprefix(PREFIX) in CODES]


def without_codes(tags: Iterable[str]) -> list[str]:
    """The tags that people look for."""
    return [tag for tag in tags if not tag.startswith(PREFIX)]
