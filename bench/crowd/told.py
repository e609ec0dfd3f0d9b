"""What a crowd is told, and what it says it did: JSON on standard input and output of `bench.crowd`."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

# What makes each post of a crowd one that can be found again: it stands in its text, and in no other.
NONCE = "zq[0-9a-f]{16}"
ANSWERED, UNKNOWN, REFUSED = "answered", "unknown", "refused"


@dataclass(frozen=True)
class Orders:
    """`members` are (name, path of a sign-in link). Without `rate` (actions a second) each acts again after thinking, `think_s`
    seconds on average; with it actions are due at that rate, whatever becomes of those before. `texts` has title, body,
    conversation and correction of what they may write."""

    host: str
    members: list[tuple[str, str]]
    seconds: float
    think_s: float
    rate: float | None
    seed: int
    searches: list[str]
    texts: list[dict[str, str]]


@dataclass
class Said:
    """`took`: seconds of each answer by kind of request. `votes` and `follows` are how each member left each subject:
    (member, kind, number, how), where how is None if an answer never came. `posts`: what became of each, by nonce."""

    took: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    too_often: int = 0  # answers of 429
    actions: int = 0
    seconds: float = 0.0  # from the moment when all were in to the last one's leaving
    last_due_s: float = 0.0  # when the last action was due by the clock
    posts: dict[str, str] = field(default_factory=dict)
    sent_twice: int = 0  # forms whose button was pressed twice
    votes: list[tuple[str, str, int, bool | None]] = field(default_factory=list)
    follows: list[tuple[str, str, int, str | None]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"errors": dict(self.errors)}  # `asdict` would make pairs the keys of a Counter

    @classmethod
    def from_dict(cls, given: dict[str, Any]) -> Said:
        listed = {name: [tuple(one) for one in given[name]] for name in ("votes", "follows")}
        return cls(**{**given, **listed, "errors": Counter(given["errors"])})
