"""How a correction differs from the answer. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

# Han characters one by one, other words whole, so that a diff reads well in both languages.
_PIECES = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|\s+|[^\w\s]")
MAX_CHARACTERS = 20_000


def diff(before: str, after: str) -> list[dict[str, str]]:
    """Pieces with `op` same, add or del and their `text`; joined without the added ones they give `before`.

    Texts beyond `MAX_CHARACTERS` are not compared (the comparison is quadratic): all of one goes, all of the other comes.
    """
    if len(before) + len(after) > MAX_CHARACTERS:
        return [{"op": "del", "text": before}, {"op": "add", "text": after}]
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    pieces: list[dict[str, str]] = []
    for op, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append({"op": "same", "text": "".join(old[i:j])})
            continue
        if j > i:
            pieces.append({"op": "del", "text": "".join(old[i:j])})
        if m > k:
            pieces.append({"op": "add", "text": "".join(new[k:m])})
    return pieces
