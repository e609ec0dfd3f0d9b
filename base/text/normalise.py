"""One spelling of a text for matching: width, case and script folded. Never for display."""

import functools
import re
import unicodedata

import opencc

# Ideographs of all planes, with the compatibility block, and the iteration mark that stands for one.
HAN = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3040-\u30ff"

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_TOKEN = re.compile(f"(?P<script>[{HAN}{KANA}]+)|[^\\W_{HAN}{KANA}]+")
_HAN_CHARACTER = re.compile(f"[{HAN}]")


@functools.cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def normalise(text: str) -> str:
    """The text as it is matched: NFKC, casefolded, traditional characters as simplified ones, whitespace folded
    to single spaces, characters that cannot be seen removed (zero width, control, direction, lone surrogates).
    """
    visible = _INVISIBLE.sub("", text)
    folded = unicodedata.normalize("NFKC", visible).casefold()
    # Both steps can make new composable or invisible sequences (the long s, the Hangul fillers): fold once more.
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", folded))
    if _HAN_CHARACTER.search(folded):
        folded = _simplifier().convert(folded)
    return " ".join(folded.split())


def tokens(text: str) -> list[str]:
    """Search terms of a text, in order: words of alphabetic scripts and numbers, and the bigrams of each run of
    Chinese or Japanese characters; a character that stands alone is its own term. The text is normalised first.
    """
    return tokens_of_normalised(normalise(text))


def tokens_of_normalised(text: str) -> list[str]:
    """`tokens` of a text that `normalise` has been through already."""
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        run = match.group()
        if match.group("script") is None or len(run) == 1:
            found.append(run)
        else:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found
