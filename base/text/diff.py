"""How one text differs from another: a correction from the answer, an edit from what stood there. Pure."""

from __future__ import annotations

import re

from rapidfuzz.distance import Indel

# Han characters one by one, other words whole, so that a diff reads well in both languages.
_PIECES = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|\s+|[^\w\s]")
MAX_CHARACTERS = 20_000
# Below this share of common characters the two are different texts, and a diff of them is confetti.
ALIKE = 0.4
# An island of so few common characters between two changes is chance, and is read more easily as changed.
ISLAND = 2

# Of an edit, what lies between the lines that stayed at both ends is compared up to here: a page shows several.
EDIT_CHARACTERS = 3_000

Piece = dict[str, str]


def diff_of_edit(before: str, after: str) -> list[Piece]:
    """As `diff`, for two versions of one text that may be long: equal lines at the beginning and the end are not compared."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    most = min(len(old), len(new))
    head = next((at for at in range(most) if old[at] != new[at]), most)
    most -= head
    tail = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    ends = "".join(old[:head]), "".join(old[len(old) - tail :])
    between = diff("".join(old[head : len(old) - tail]), "".join(new[head : len(new) - tail]), most=EDIT_CHARACTERS)
    pieces = [{"op": "same", "text": ends[0]}, *between, {"op": "same", "text": ends[1]}]
    return [piece for piece in pieces if piece["text"]]


def diff(before: str, after: str, *, most: int = MAX_CHARACTERS) -> list[Piece]:
    """Pieces with `op` same, add or del and their `text`; joined without the added ones they give `before`, without the
    removed ones `after`.

    The fewest pieces are changed (the longest common subsequence). That is quadratic, if by 64 at once: 50 ms for texts of
    10,000 Han characters each. Texts of more than `most` characters together are not compared: all of one goes, all of the
    other comes.
    """
    whole = [{"op": "del", "text": before}, {"op": "add", "text": after}]
    if len(before) + len(after) > most:
        return whole
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    found = Indel.opcodes(old, new)
    same = sum(_weight(old[op.src_start : op.src_end]) for op in found if op.tag == "equal")
    if 2 * same < ALIKE * (_weight(old) + _weight(new)):
        return whole
    pieces: list[Piece] = []
    for op in found:
        removed, added = "".join(old[op.src_start : op.src_end]), "".join(new[op.dest_start : op.dest_end])
        is_between = op.src_start > 0 and op.src_end < len(old)
        if op.tag == "equal" and not (is_between and len(removed.strip()) < ISLAND):
            pieces.append({"op": "same", "text": removed})
            continue
        _join(pieces, removed, added)
    return pieces


def _weight(pieces: list[str]) -> int:
    """Their characters; blanks and marks, which all texts share, weigh nothing."""
    return sum(len(piece) for piece in pieces if piece[0].isalnum())


def _join(pieces: list[Piece], removed: str, added: str) -> None:
    """Add a change, to the change before it where the two touch."""
    last: list[Piece] = []
    while pieces and pieces[-1]["op"] != "same" and len(last) < 2:
        last.insert(0, pieces.pop())
    for op, text in (("del", removed), ("add", added)):
        joined = "".join(piece["text"] for piece in last if piece["op"] == op) + text
        if joined:
            pieces.append({"op": op, "text": joined})
