"""Turns that were read wrongly, put right: each gives new turns and changes no word. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feedback.paste import Turn

ROLES = ("user", "assistant", "system", "tool")
WAYS = ("split", "answer", "question")  # of reading what does not say who speaks
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


def change_role(turns: Sequence[Turn], at: int, role: str) -> list[Turn]:
    """ValueError: there is no such turn or role."""
    _check(turns, at)
    if role not in ROLES:
        raise ValueError(role)
    return [{**turn, "role": role} if index == at else dict(turn) for index, turn in enumerate(turns)]


def join(turns: Sequence[Turn], at: int) -> list[Turn]:
    """The turn `at` goes on in the one before it, after an empty line, said by whoever said that. ValueError: there is none."""
    _check(turns, at)
    if at == 0:
        raise ValueError(at)
    before = turns[at - 1]
    joined = {**before, "content": f"{before['content']}\n\n{turns[at]['content']}"}
    return [*map(dict, turns[: at - 1]), joined, *map(dict, turns[at + 1 :])]


def leave_out(turns: Sequence[Turn], at: int) -> list[Turn]:
    _check(turns, at)
    return [dict(turn) for index, turn in enumerate(turns) if index != at]


def read_as(text: str, way: str) -> list[Turn]:
    """Text that does not say who speaks, in one of `WAYS`: its first paragraph (or line) asked and the rest answered, all of
    it the answer, or all of it the question. ValueError: there is no such way.
    """
    whole = text.strip()
    if way not in WAYS:
        raise ValueError(way)
    if not whole:
        return []
    if way == "split":
        asked, answered = _first_paragraph(whole)
        return [{"role": role, "content": content} for role, content in (("user", asked), ("assistant", answered)) if content]
    return [{"role": "assistant" if way == "answer" else "user", "content": whole}]


def _first_paragraph(text: str) -> tuple[str, str]:
    parts = _PARAGRAPH.split(text, maxsplit=1)
    if len(parts) == 1:
        parts = text.split("\n", 1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""


def last_answer(turns: Sequence[Turn]) -> int | None:
    """The index of the last turn of the model."""
    return max((index for index, turn in enumerate(turns) if turn["role"] == "assistant"), default=None)


def target_in(turns: Sequence[Turn], wanted: str) -> int | None:
    """The turn of the model that a form names by its index; the last one where it names none."""
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 6:
        index = int(wanted)
        if index < len(turns) and turns[index]["role"] == "assistant":
            return index
    return last_answer(turns)


def _check(turns: Sequence[Turn], at: int) -> None:
    if not 0 <= at < len(turns):
        raise ValueError(at)
