"""How two texts compare, as a few numbers: meaning, wording, and the small words and figures that turn it around."""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
import numpy.typing as npt

from base.text.normalise import HAN, KANA, normalise

# Long reports are compared by their beginnings; wording costs more than linear time.
CHARACTERS = 600

# What is counted: a Chinese character, or a word of an alphabetic script; about equally much meaning.
_UNIT = re.compile(f"[{HAN}{KANA}]|[^\\W_{HAN}{KANA}]+")
_HAN = re.compile(f"[{HAN}]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NEGATION = re.compile(r"不|没|无|非|别|未|(?<![a-z])(?:not|no|never|without|none|cannot|unable)(?![a-z])|n't")
_ASKED = {
    "when": re.compile("什么时候|何时|几点|多久|哪天|哪年|几号|when|how long"),
    "where": re.compile("哪里|哪儿|在哪|何处|什么地方|where"),
    "who": re.compile("谁|哪位|什么人|(?<![a-z])who"),
    "why": re.compile("为什么|为何|怎么会|咋会|原因|why"),
    "how": re.compile("怎么|如何|怎样|咋|how (?:to|do|can)"),
    "how_much": re.compile("多少|几个|多大|多高|多重|how (?:much|many)"),
    "which": re.compile("哪个|哪些|哪种|什么牌子|which"),
    "whether": re.compile("吗|是否|能不能|可不可以|有没有|是不是|会不会"),
    "meaning": re.compile("什么意思|含义|是什么|mean"),
}

# Function words that may stand for each other, and those that say nothing.
_SYNONYMS = {
    "怎么样": "怎么",
    "怎样": "怎么",
    "如何": "怎么",
    "咋": "怎么",
    "为何": "为什么",
    "何时": "什么时候",
    "哪儿": "哪里",
    "啥": "什么",
    "能否": "能不能",
    "可否": "能不能",
    "是否": "是不是",
    "请问": "",
    "一下": "",
    "呢": "",
    "啊": "",
    "呀": "",
    "吧": "",
    "无法": "不能",
    "没法": "不能",
}
_SYNONYM = re.compile("|".join(_SYNONYMS))
_EDGES = " \t.,!?;:，。！？；：、…~\"'“”"

Numbers = npt.NDArray[np.float32]


def prepare(text: str) -> str:
    """The text as it is compared and embedded: normalised, its beginning, without punctuation at its ends."""
    return normalise(text[: 2 * CHARACTERS])[:CHARACTERS].strip(_EDGES)


def kind(a: str, b: str) -> str:
    """ "han", "alphabetic", or "across" if one of two prepared texts is Chinese and the other is not, so that their
    wording cannot be compared.
    """
    first, second = _mostly_han(a), _mostly_han(b)
    if first != second:
        return "across"
    return "han" if first else "alphabetic"


def compare(a: str, b: str, cosine: float) -> Numbers:
    """Features of two prepared texts, float32 [len(NAMES)], symmetric; `cosine` is that of their embeddings."""
    return np.array(list(_named(a, b, cosine).values()), dtype=np.float32)


def _named(a: str, b: str, cosine: float) -> dict[str, float]:
    units_a, units_b = _units(a), _units(b)
    longest, shortest = max(len(units_a), len(units_b), 1), min(len(units_a), len(units_b))
    single = overlap(Counter(units_a), Counter(units_b))
    pairs = overlap(_grams(units_a, 2), _grams(units_b, 2))
    common = (Counter(units_a) & Counter(units_b)).total()
    return {
        "cosine": cosine,
        "cosine_squared": cosine * abs(cosine),
        "single": single,
        "pairs": pairs,
        "triples": overlap(_grams(units_a, 3), _grams(units_b, 3)),
        "containment": common / max(shortest, 1),
        "left_over": min(longest - common, 20) / 20,
        "order": _order(units_a, units_b),
        "reordered": max(single - pairs, 0.0),
        "same": float(units_a == units_b),
        "length_ratio": shortest / longest,
        "length": min(longest, 60) / 60,
        "cosine_wording": cosine * pairs,
        **_turned_around(a, b),
    }


def _turned_around(a: str, b: str) -> dict[str, float]:
    """What makes texts of nearly the same wording say something else."""
    numbers_a, numbers_b = set(_NUMBER.findall(a)), set(_NUMBER.findall(b))
    asked_a = {name for name, pattern in _ASKED.items() if pattern.search(a)}
    asked_b = {name for name, pattern in _ASKED.items() if pattern.search(b)}
    return {
        "numbers_differ": float(numbers_a != numbers_b),
        "numbers_conflict": float(bool(numbers_a and numbers_b) and not numbers_a & numbers_b),
        "negation_differs": float(len(_NEGATION.findall(a)) % 2 != len(_NEGATION.findall(b)) % 2),
        "asked_differs": float(asked_a != asked_b),
        "asked_conflict": float(bool(asked_a and asked_b) and not asked_a & asked_b),
        "asked_same": float(bool(asked_a & asked_b)),
    }


def _units(text: str) -> list[str]:
    return _UNIT.findall(_SYNONYM.sub(lambda match: _SYNONYMS[match.group()], text))


def overlap(a: Counter[str], b: Counter[str]) -> float:
    """Dice coefficient of two bags, 0 to 1; 0 if both are empty."""
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def _grams(units: Sequence[str], size: int) -> Counter[str]:
    return Counter(" ".join(units[i : i + size]) for i in range(len(units) - size + 1))


def _order(a: Sequence[str], b: Sequence[str]) -> float:
    """Share of units in common blocks in the same order (Ratcliff and Obershelp, 1988), of the first 120; the mean of
    both directions, which differ.
    """
    a, b = a[:120], b[:120]
    there, back = SequenceMatcher(None, a, b, autojunk=False), SequenceMatcher(None, b, a, autojunk=False)
    return (there.ratio() + back.ratio()) / 2


def _mostly_han(text: str) -> bool:
    units = _UNIT.findall(text)
    return 2 * sum(_HAN.match(unit) is not None for unit in units) > len(units)


NAMES = tuple(_named("", "", 0.0))
