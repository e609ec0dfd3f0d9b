"""Whether two posts are nearly the same text: a sketch of each, the smallest hashes of what it is made of.

The fraction of the smallest hashes of both together that each of them has estimates how much they share (Cohen and Kaplan,
"Summarizing data using bottom-k sketches", 2007). Numbers and addresses are left out, since those are what a program changes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from heapq import nsmallest

from base.text.normalise import normalise

KEPT = 64  # hashes of a sketch: the estimate's standard error is then 0.06 at most
MARKS = 8  # of these, by which others are looked for: texts that share 80 % share none of them once in 400,000
SHINGLE = 4  # characters
SHORTEST = 24  # characters without space: many people say "same here, thank you"
READ = 8_000  # characters
SAME = 0.7

_CHANGES = re.compile(r"(?:https?:)?//\S+|www\.\S+|@\w+|[\W\d_]+")


def sketch(text: str) -> list[int]:
    """The smallest hashes, ascending, each a signed 64-bit number; none where the text is too short to be told apart."""
    plain = _CHANGES.sub("", normalise(text[: READ * 2]))[:READ]
    if len(plain) < SHORTEST:
        return []
    shingles = {plain[at : at + SHINGLE] for at in range(len(plain) - SHINGLE + 1)}
    return nsmallest(KEPT, (_hash(shingle) for shingle in shingles))


def marks(of: list[int]) -> list[int]:
    """By which of its hashes others like it are found."""
    return of[:MARKS]


def likeness(one: Collection[int], other: Collection[int]) -> float:
    """How much two sketches share, 0..1."""
    both = nsmallest(KEPT, {*one, *other})
    shared = set(one) & set(other)
    return sum(value in shared for value in both) / len(both) if both else 0.0


def _hash(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), signed=True)
