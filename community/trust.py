"""How far a member is trusted, what that opens, and what it takes. Plain values in and out; the figures stand here alone.

The levels follow Discourse's (docs "Understanding Discourse Trust Levels"): they open by what others made of somebody's
words, never by asking. What they differ in: a report that a person accepted counts as much as a post that others voted for.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Protocol

NEW, KNOWN, REGULAR, TRUSTED = range(4)
LEVELS = (NEW, KNOWN, REGULAR, TRUSTED)
# Whoever works here was chosen by a person.
CHOSEN = frozenset({"trusted", "moderator", "lead", "data", "admin"})

# The level from which on a member may.
ABILITIES = {
    "links": KNOWN,  # to other sites; what advertises is posted by accounts that are a minute old
    "images": KNOWN,  # nobody sees what is in a picture before it is shown
    "votes_count": KNOWN,  # all are counted on the page; only these raise a level, or ten accounts raise an eleventh
    "flags_count": KNOWN,  # a flag of a new member is read, but hides nothing
    "retag": REGULAR,  # other people's threads: whoever does it should know what is where
    "invite": REGULAR,  # who vouches for others should be known for longer than a day
}

# How often, by level, in a day: all of it at once if need be, and the rest as the day goes by. Nobody who means it comes
# near these, and a program that does not is stopped by them.
DAILY = {
    "thread": (5, 20, 40, 80),
    "edit": (20, 100, 200, 400),
    "reply": (20, 100, 200, 400),
    "vote": (50, 200, 400, 800),
    "flag": (5, 20, 50, 100),
    "upload": (0, 30, 60, 120),
    "report": (10, 50, 100, 200),
    "invite": (0, 0, 5, 20),
}
# And in a minute: what is done while reading and typing, and costs the machine something each time.
MINUTELY = {
    "vote": (20, 40, 60, 60),
    "search": (40, 60, 60, 120),
    "similar": (60, 90, 90, 120),
    "draft": (30, 40, 60, 60),
    "preview": (30, 40, 60, 60),
}


class Somebody(Protocol):
    """What of a member matters here."""

    trust: int
    role: str


def level_of(member: Somebody) -> int:
    """The level that holds: whoever was given a role counts as trusted."""
    return TRUSTED if member.role in CHOSEN else member.trust


def may(member: object, ability: str) -> bool:
    """Whether somebody may; a visitor may nothing. KeyError: there is no such ability."""
    needed = ABILITIES[ability]
    return hasattr(member, "trust") and level_of(member) >= needed  # type: ignore[arg-type]


def opened_by(level: int) -> list[str]:
    """The abilities that begin at `level`."""
    return [ability for ability, needed in ABILITIES.items() if needed == level]


@dataclass(frozen=True)
class Record:
    """What a member has done: `days` since joining, visible `posts`, of them `liked` by others, `accepted` reports, and how
    many posts a moderator has `removed` in the last `MEMORY` days."""

    days: int = 0
    posts: int = 0
    liked: int = 0
    accepted: int = 0
    removed: int = 0

    @property
    def good(self) -> int:
        """Posts that others voted for and reports that a person accepted."""
        return self.liked + self.accepted


@dataclass(frozen=True)
class Need:
    """What a level takes, all of it."""

    days: int
    posts: int
    good: int


NEEDS = {
    KNOWN: Need(days=1, posts=2, good=1),  # a night to sleep over it, and one other person who found it worth something
    REGULAR: Need(days=15, posts=10, good=5),  # two weeks: as long as Discourse asks for its second level
    TRUSTED: Need(days=60, posts=50, good=20),  # two months, and steadily of use to others
}
MEMORY = 90  # days: after a season without another a removed post is forgiven
# Hysteresis: a level is lost only where much less is left than it took, so that one vote taken back moves nobody.
KEPT = 0.6
FORGIVEN = 1  # removed posts that lose no level; they stop the next one


def level_for(record: Record, *, now: int) -> int:
    """The level that a record earns somebody who is at `now`."""
    earned = max((level for level in LEVELS if not missing(record, level)), default=NEW)
    if earned > now and not record.removed:
        return earned
    level = now
    while level > NEW and not _keeps(record, level):
        level -= 1
    return level


def missing(record: Record, level: int) -> dict[str, tuple[int, int]]:
    """What is still wanting for `level`, each with what there is and what it takes; the levels below are needed too."""
    need = NEEDS.get(level)
    if need is None:
        return {}
    pairs = {one.name: (int(getattr(record, one.name)), int(getattr(need, one.name))) for one in fields(need)}
    return {name: pair for name, pair in pairs.items() if pair[0] < pair[1]}


def _keeps(record: Record, level: int) -> bool:
    if level == KNOWN:  # once known, always known, as is whom a person vouched for; only removed posts speak against it
        return record.removed <= FORGIVEN
    need = NEEDS[level]
    return record.removed <= FORGIVEN and record.good >= need.good * KEPT and record.posts >= need.posts * KEPT
