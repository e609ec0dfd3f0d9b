"""Of a dialogue in which one side has a name that we know, the other side's name. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from feedback.paste.shape import Role

_NAME = re.compile(
    r"^[ \t]{0,8}(?:\*\*|__|#{1,6}[ \t])?([^\s:：*#>|`\-][^:：\n*`]{0,30})(?:\*\*|__)?[:：](?!//)(?:\*\*|__)?", re.MULTILINE
)


def partner_of(text: str, known: Sequence[int], role: Role) -> tuple[str, Role, list[tuple[int, int]]] | None:
    """The name that stands once between each two places where the known side begins, its role, and where it stands.

    `known` are the places, ascending. One exchange is too little to tell.
    """
    if len(known) < 2 or role not in ("user", "assistant"):
        return None
    places: dict[str, list[tuple[int, int]]] = {}
    taken = set(known)
    for match in _NAME.finditer(text):
        if match.start() not in taken:
            places.setdefault(match[1].strip(), []).append((match.start(), match.end()))
    for name, _times in Counter({name: len(found) for name, found in places.items()}).most_common(5):
        if _alternates(known, [start for start, _end in places[name]]):
            return name, "assistant" if role == "user" else "user", places[name]
    return None


def _alternates(known: Sequence[int], other: Sequence[int]) -> bool:
    if abs(len(known) - len(other)) > 1:
        return False
    sides = [side for _start, side in sorted([*((start, 0) for start in known), *((start, 1) for start in other)])]
    return all(left != right for left, right in pairwise(sides))
