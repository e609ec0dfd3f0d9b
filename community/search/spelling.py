"""Which word somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def distance(a: str, b: str, most: int = 3) -> int:
    """Letters to insert, remove, replace or swap with their neighbour to make `b` of `a` (optimal string alignment:
    Damerau, CACM 7(3), 1964); `most` + 1 where it is more than `most`."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        last, before, row = before, row, [i]
        for j, other in enumerate(b, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def allowed(word: str) -> int:
    """Slips that are forgiven in a word of this length."""
    return 1 if len(word) <= 5 else 2 if len(word) <= 9 else 3


def nearest(word: str, known: Iterable[tuple[str, int]], limit: int = 3) -> list[str]:
    """Of `known` words with how often each was seen, those that `word` may have been meant as, likeliest first."""
    near = [(distance(word, other), -seen, other) for other, seen in known if other != word]
    return [other for slips, _seen, other in sorted(near) if slips <= allowed(word)][:limit]


def one_off(run: str, pairs: dict[str, int], limit: int = 3) -> list[str]:
    """Runs of Han that differ from `run` in one character, and whose every pair is in `pairs`, with how often each was
    seen; those first whose rarest pair is seen most."""
    scored: dict[str, int] = {}
    for i in range(len(run)):
        for character in _candidates(run, i, pairs):
            other = run[:i] + character + run[i + 1 :]
            seen = [pairs.get(other[j : j + 2], 0) for j in range(len(other) - 1)]
            if other != run and min(seen) > 0:
                scored[other] = min(seen)
    return sorted(scored, key=lambda other: (-scored[other], other))[:limit]


def _candidates(run: str, i: int, pairs: dict[str, int]) -> Iterator[str]:
    """Characters that a known pair puts before or after the neighbour of place `i`."""
    for pair in pairs:
        if i > 0 and pair[0] == run[i - 1]:
            yield pair[1]
        elif i == 0 and len(run) > 1 and pair[1] == run[1]:
            yield pair[0]
