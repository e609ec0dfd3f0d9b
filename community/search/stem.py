"""English endings, taken off so that "models" finds "model" and "hallucinating" finds "hallucination".

After M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980: its first and last steps, and of the others the
endings that people use of software. Fewer endings mean fewer false friends.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PLAIN = re.compile(r"[a-z]{3,40}")
_VOWEL = re.compile(r"[aeiou]|(?<=[^aeiou])y")
_MEASURE = re.compile(r"(?:[aeiou]|(?<=[^aeiou])y)+[^aeiouy]+")
_SHORT = re.compile(r"[^aeiou][aeiouy][^aeiouwxy]")
_LONG_ENDINGS = (
    ("ization", "ize"),
    ("ational", "ate"),
    ("fulness", "ful"),
    ("iveness", "ive"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("ously", "ous"),
    ("ively", "ive"),
    ("ally", "al"),
)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a casefolded English word; any other word as it is."""
    if not _PLAIN.fullmatch(word):
        return word
    word = _participle(_plural(word))
    if word.endswith("y") and _VOWEL.search(word[:-1]):
        word = word[:-1] + "i"
    for ending, instead in _LONG_ENDINGS:
        if word.endswith(ending) and _measure(word[: -len(ending)]) > 0:
            word = word[: -len(ending)] + instead
            break
    return _last_letters(word)


def _measure(stem_: str) -> int:
    """Porter's m: how many times vowels are followed by consonants."""
    return len(_MEASURE.findall(stem_))


def _plural(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies"):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def _participle(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        rest = word.removesuffix(ending)
        if rest != word and _VOWEL.search(rest):
            if rest.endswith(("at", "bl", "iz")):
                return rest + "e"
            if len(rest) > 2 and rest[-1] == rest[-2] and rest[-1] not in "aeioulsz":
                return rest[:-1]
            if _measure(rest) == 1 and _SHORT.fullmatch(rest[-3:]):
                return rest + "e"
            return rest
    return word


def _last_letters(word: str) -> str:
    if word.endswith(("er", "or")) and _measure(word[:-2]) > 1:
        word = word[:-2]
    if word.endswith("e"):
        rest = word[:-1]
        if _measure(rest) > 1 or (_measure(rest) == 1 and not _SHORT.fullmatch(rest[-3:])):
            word = rest
    if word.endswith("ll") and _measure(word[:-1]) > 1:
        word = word[:-1]
    return word
