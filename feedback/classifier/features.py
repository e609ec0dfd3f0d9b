"""What a report contains, as numbers between 0 and about 1: the structural evidence beside its topic."""

import math
import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from base.text.normalise import HAN
from feedback.classifier.cues import CUES
from feedback.classifier.evidence import Evidence
from feedback.classifier.excerpt import Excerpt

_QUOTED = re.compile(
    '"[^"]{6,600}"|“[^”]{3,600}”|「[^」]{3,600}」|『[^』]{3,600}』|《[^》]{3,100}》|```[^`]{3,1500}```|`[^`]{6,300}`'
)
_TURN = re.compile(
    '(?:^|[\\s。.;；"*])(?:q|a|user|assistant|human|bot|ai|me|gpt|prompt|answer|question|response|output|input|问|答|用户|助手|我|提问|回答|回复'
    '|输入|输出|问题|答案)\\s?[*"]{0,2}:'
)
_VERSION = re.compile(r"(?<![\d.])v?\d{1,4}\.\d{1,4}(?:\.\d{1,6})?(?![\d.])")
_NUMBER = re.compile(r"\d+")
_CODE = re.compile(r"[{}\[\]();=<>_/\\|]")
_URL = re.compile(r"https?://|www\.")
_PATH = re.compile(r"[\w-]{1,60}/[\w-]{1,60}/|\.py(?![a-z])|\.js(?![a-z])|\.json|\.ya?ml")
_STEP = re.compile(r"(?:^|\s)[1-9][.)、]\s?\S")
_HAN = re.compile(f"[{HAN}]")
_LETTER = re.compile(r"[^\W\d_]")

Numbers = npt.NDArray[np.float32]


def structure(evidence: Evidence, parts: Excerpt) -> Numbers:
    """The features of one report, float32 [len(NAMES)], in the order of `NAMES`."""
    return np.fromiter((value for _, value in _named(evidence, parts)), dtype=np.float32)


def _named(evidence: Evidence, parts: Excerpt) -> Iterator[tuple[str, float]]:
    cues = {name: min(len(pattern.findall(parts.text)), 4) / 4 for name, pattern in CUES.items()}
    for name, value in cues.items():
        yield name, value
        yield f"has_{name}", float(value > 0)
    for name in ("error", "wish", "question", "wrong", "answered", "praise"):
        yield f"title_{name}", float(CUES[name].search(parts.title_text) is not None)
    yield from _in_fields(evidence, parts)
    yield from _in_prose(parts.text, cues)
    yield from _shape(parts)


def _in_fields(evidence: Evidence, parts: Excerpt) -> Iterator[tuple[str, float]]:
    """The evidence that came in fields of its own, and whether the correction says anything new."""
    likeness = dice(parts.answer, parts.correction) if parts.answer and parts.correction else 0.0
    yield "field_prompt", float(bool(parts.prompt))
    yield "field_answer", float(bool(parts.answer))
    yield "field_prompt_and_answer", float(bool(parts.prompt and parts.answer))
    yield "field_correction", float(bool(parts.correction) and likeness < 0.98)
    yield "field_all", float(bool(parts.prompt and parts.answer and parts.correction) and likeness < 0.98)
    yield "correction_likeness", likeness
    yield "correction_length", _log(len(parts.correction))
    yield "answer_length", _log(len(parts.answer))
    yield "rated_down", float(evidence.rating == -1)
    yield "rated_up", float(evidence.rating == 1)
    yield "field_alternatives", float(bool(evidence.alternatives))
    yield "field_spans", float(bool(evidence.spans))


def _in_prose(text: str, cues: dict[str, float]) -> Iterator[tuple[str, float]]:
    """The same evidence written out in the text: asked, answered, and what it should have been."""
    quoted = [len(match.group()) for match in _QUOTED.finditer(text)]
    turns = min(len(_TURN.findall(text)), 4) / 4
    asked, answered, expected = (cues[name] > 0 for name in ("asked", "answered", "expected"))
    yield "turns", turns
    yield "quotes", min(len(quoted), 5) / 5
    yield "quoted_share", sum(quoted) / max(len(text), 1)
    yield "asked_and_answered", float(asked and answered)
    yield "answered_and_expected", float(answered and expected)
    yield "all_in_prose", float(asked and answered and expected)
    yield "quote_and_expected", float(bool(quoted) and expected)
    yield "quote_and_wrong", float(bool(quoted) and cues["wrong"] > 0)
    yield "answer_is_wrong", float(cues["about_answer"] > 0 and cues["wrong"] > 0)
    yield "answer_is_wrong_no_trace", float(cues["about_answer"] > 0 and cues["wrong"] > 0 and cues["trace"] == 0)
    yield "vague_without_evidence", float(cues["vague"] > 0 and not quoted and not expected and not turns)


def _shape(parts: Excerpt) -> Iterator[tuple[str, float]]:
    text, length = parts.text, max(len(parts.text), 1)
    letters = max(len(_LETTER.findall(text)), 1)
    yield "length", _log(length)
    yield "short", float(length < 40)
    yield "title_length", _log(len(parts.title))
    yield "no_title", float(not parts.title)
    yield "versions", min(len(_VERSION.findall(text)), 4) / 4
    yield "numbers", min(len(_NUMBER.findall(text)), 12) / 12
    yield "code", min(len(_CODE.findall(text)) * 5 / length, 1.0)
    yield "urls", min(len(_URL.findall(text)), 3) / 3
    yield "paths", min(len(_PATH.findall(text)), 4) / 4
    yield "steps_numbered", min(len(_STEP.findall(text)), 5) / 5
    yield "han", len(_HAN.findall(text)) / letters
    yield "questions", min(text.count("?"), 3) / 3
    yield "exclamations", min(text.count("!"), 4) / 4
    yield "capitals", sum(map(str.isupper, parts.title + parts.body)) / letters


def dice(a: str, b: str) -> float:
    """Overlap of two texts' character bigrams, 0 to 1 (Dice, 1945): a length-proof stand-in for edit distance."""
    first, second = _bigrams(a), _bigrams(b)
    if not first or not second:
        return float(a == b)
    return 2 * len(first & second) / (len(first) + len(second))


def _bigrams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _log(count: int) -> float:
    return math.log1p(count) / math.log1p(2000)


def _names() -> tuple[str, ...]:
    nothing = Excerpt(title="", body="", title_text="", text="", prompt="", answer="", correction="", shortened=False)
    return tuple(name for name, _ in _named(Evidence(), nothing))


NAMES = _names()
_POSITIONS = {name: index for index, name in enumerate(NAMES)}


def position(name: str) -> int:
    """Where a feature stands in the array. Raises KeyError for a name that is none."""
    return _POSITIONS[name]
