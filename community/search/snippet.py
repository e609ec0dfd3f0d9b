"""The passage of a text that a query finds, with what it found marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html import escape

from base.text.normalise import HAN, KANA, normalise
from community.search.parse import Lexeme
from community.search.pieces import EMOJI
from community.search.stem import stem

SEARCHED = 20_000  # characters of a text that are looked through

_PIECE = re.compile(f"(?P<script>[{HAN}{KANA}]+)|{EMOJI}|[A-Za-z](?:\\+\\+|#)(?!\\w)|[^\\W_{HAN}{KANA}]+")
_HAN_CHARACTER = re.compile(f"[{HAN}{KANA}]")
_MARKUP = re.compile(r"(?m)^[ \t]*(?:#{1,6}|>|```\w*|[-*+])[ \t]+|[*`]{1,3}|```\w*")
# What must not be parted from the character before it: accents, variation selectors, skin tones, the joiner of emoji.
_EXTENDS = re.compile("[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]")

Span = tuple[int, int]


def spans(text: str, marks: Sequence[Lexeme]) -> list[Span]:
    """Where `marks` stand in `text` as it was written: offsets in code points, in order, none overlapping another."""
    runs = [mark.text for mark in marks if _HAN_CHARACTER.search(mark.text)]
    words = [mark for mark in marks if not _HAN_CHARACTER.search(mark.text)]
    whole, begun = {mark.text for mark in words}, tuple(mark.text for mark in words if mark.how == "prefix")
    stems = {mark.text for mark in words if mark.how == "stem"}
    found: list[Span] = []
    text = text[:SEARCHED]
    folded = normalise(text)
    is_folded = len(folded) == len(text)  # each character became one: fold once, not run by run
    for match in _PIECE.finditer(folded if is_folded else text):
        piece = match.group()
        if match["script"] is None:
            if words:
                word = piece if is_folded else normalise(piece)
                if word in whole or (begun and word.startswith(begun)) or (stems and stem(word) in stems):
                    found.append(match.span())
        elif runs:
            run = piece if is_folded else normalise(piece)
            if len(run) == len(piece):  # else nothing says which character became which
                found += [(match.start() + begin, match.start() + end) for begin, end in _in_run(run, runs)]
    return _merged(found)


def _in_run(run: str, wanted: Sequence[str]) -> list[Span]:
    return [
        (at.start(), at.start() + len(one)) for one in wanted if one in run for at in re.finditer(f"(?={re.escape(one)})", run)
    ]


def _merged(found: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for begin, end in sorted(found):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def snippet(text: str, marks: Sequence[Lexeme], *, size: int = 180) -> tuple[str, bool]:
    """About `size` characters of `text` around the first match, as HTML in which all but <mark> is escaped; and whether
    there was a match: without one it is the beginning. Han count double, as they take twice the room."""
    plain = " ".join(_MARKUP.sub(" ", text[:SEARCHED]).split())
    found = spans(plain, marks)
    if len(_HAN_CHARACTER.findall(plain[:size])) > size // 3:
        size //= 2
    first = found[0][0] if found else 0
    begin = 0 if first < size // 2 else _whole(plain, first - size // 3)
    end = _whole(plain, min(len(plain), max(begin + size, found[0][1] if found else 0)))
    shown = _html(plain, begin, end, found)
    return f"{'…' if begin else ''}{shown}{'…' if end < len(plain) or len(text) > SEARCHED else ''}", bool(found)


def marked(text: str, marks: Sequence[Lexeme]) -> str:
    """All of a short text, as HTML in which all but <mark> is escaped."""
    return _html(text, 0, len(text), spans(text, marks))


def _whole(text: str, at: int) -> int:
    """`at`, moved back to where neither a character with what extends it nor a word is cut."""
    if at <= 0 or at >= len(text):
        return max(0, min(at, len(text)))
    for back in range(at, max(0, at - 24), -1):
        if text[back - 1] == " " or (_HAN_CHARACTER.match(text[back]) and _HAN_CHARACTER.match(text[back - 1])):
            return back
    while at > 0 and (unicodedata.combining(text[at]) or _EXTENDS.match(text[at]) or text[at - 1] == "\u200d"):
        at -= 1
    return at


def _html(text: str, begin: int, end: int, found: Sequence[Span]) -> str:
    parts: list[str] = []
    at = begin
    for mark_begin, mark_end in found:
        if mark_begin < begin or mark_begin >= end:
            continue
        parts += [escape(text[at:mark_begin]), f"<mark>{escape(text[mark_begin : min(mark_end, end)])}</mark>"]
        at = min(mark_end, end)
    parts.append(escape(text[at:end]))
    return "".join(parts)
