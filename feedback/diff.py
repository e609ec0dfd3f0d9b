"""How a correction differs from the answer. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

# Han characters one by one, other words whole, so that a diff reads well in both languages.
_PIECES = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|\s+|[^\w\s]")
MAX_CHARACTERS = 20_000
# Below this share of common pieces the two are different texts, and a diff of them is confetti.
ALIKE = 0.4
# An island of so few common characters between two changes is chance, and is read more easily as changed.
ISLAND = 2

Piece = dict[str, str]


def diff(before: str, after: str) -> list[Piece]:
    """Pieces with `op` same, add or del and their `text`; joined without the added ones they give `before`, without the
    removed ones `after`.

    Texts beyond `MAX_CHARACTERS` are not compared (the comparison is quadratic): all of one goes, all of the other comes.
    """
    whole = [{"op": "del", "text": before}, {"op": "add", "text": after}]
    if len(before) + len(after) > MAX_CHARACTERS:
        return whole
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return whole
    pieces: list[Piece] = []
    for op, i, j, k, m in matcher.get_opcodes():
        removed, added = "".join(old[i:j]), "".join(new[k:m])
        is_island = op == "equal" and j - i > 0 and len(removed.strip()) < ISLAND and i > 0 and j < len(old)
        if op == "equal" and not is_island:
            pieces.append({"op": "same", "text": removed})
            continue
        _join(pieces, removed, added)
    return pieces


def _join(pieces: list[Piece], removed: str, added: str) -> None:
    """Add a change, to the change before it where the two touch."""
    last: list[Piece] = []
    while pieces and pieces[-1]["op"] != "same" and len(last) < 2:
        last.insert(0, pieces.pop())
    for op, text in (("del", removed), ("add", added)):
        joined = "".join(piece["text"] for piece in last if piece["op"] == op) + text
        if joined:
            pieces.append({"op": op, "text": joined})
