"""A paste as it comes to text that can be read, with notes of what is odd about it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from feedback.paste.shape import Note, Problem

# What UTF-8 becomes when it is read as Latin-1 or GBK, and the other way round; shown, never repaired.
_MOJIBAKE = re.compile("\ufffd|锟斤拷|烫烫烫|Ã[\x80-\xbf]|â€[\x80-\xff™œ\u2018-\u201d]|ä½\xa0|å¥½|ï¼Œ|浣犲ソ|鐨勭|銆傗€")
_FENCED = re.compile(r"\A\s*+(`{3,}|~{3,})[ \t]*+[\w+-]*+[ \t]*+\n(?P<inner>.*)\n[ \t]*+\1[ \t]*+\s*+\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prepared:
    text: str
    notes: tuple[Note, ...] = ()
    problem: Problem | None = None


def prepare(pasted: str | bytes) -> Prepared:
    """Without a byte order mark, with one kind of line end. What is said of it are facts; nothing else is changed."""
    try:
        text = _decoded(pasted) if isinstance(pasted, bytes) else pasted
    except UnicodeDecodeError as error:
        return Prepared("", problem=_not_utf8(error))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    notes = []
    if (at := text.find("\x00")) >= 0:
        notes.append(Note("nul", f"There is a NUL character at position {at + 1:,}, which cannot be stored.", at + 1))
    if odd := _MOJIBAKE.search(text):
        words = f"Some characters look like text read in a wrong encoding (“{odd[0]}”); they were left as they are."
        notes.append(Note("mojibake", words, odd.start() + 1))
    return Prepared(text, tuple(notes))


def without_fence(text: str) -> str:
    """The inside of a paste that is one code block and nothing else."""
    fenced = _FENCED.match(text) if text.lstrip()[:3] in ("```", "~~~") else None
    return fenced["inner"] if fenced and f"\n{fenced[1]}" not in "\n" + fenced["inner"] else text


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    return raw.decode("utf-8")


def _not_utf8(error: UnicodeDecodeError) -> Problem:
    at, raw = error.start, error.object
    line, column = raw.count(b"\n", 0, at) + 1, at - raw.rfind(b"\n", 0, at)
    words = f"This is not {error.encoding.upper()} at byte {at + 1:,}, in line {line:,}. Save it as UTF-8 and paste it again."
    return Problem("encoding", words, at + 1, line, column)
