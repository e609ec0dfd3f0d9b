"""What is to be written before any of it is: which thread is a report, when it came, how much it is talked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

SPAN = timedelta(days=365)
# Popularity falls with the rank by this power, as in Zipf's law: few threads hold most of the talk.
POWER = 0.9
VOTES_PER_THREAD = 2


@dataclass(frozen=True)
class Planned:
    is_report: bool
    at: datetime
    replies: int
    votes: int


def zipf(count: int) -> list[float]:
    """Cumulative weights of `count` ranks, for `Random.choices`."""
    return list(accumulate((rank + 1) ** -POWER for rank in range(count)))


def member_count(subjects: int) -> int:
    return min(20_000, max(10, subjects // 10))


def plan(*, threads: int, replies: int, reports: int, until: datetime, rng: Random) -> Iterator[Planned]:
    """Every thread, oldest first; the community grows, so half of them are of the last third of `SPAN` before `until`."""
    subjects = threads + reports
    if not subjects:
        return
    is_report = [True] * reports + [False] * threads
    rng.shuffle(is_report)
    ranked = list(range(subjects))
    rng.shuffle(ranked)
    weights = zipf(subjects)
    talk = Counter(rng.choices(ranked, cum_weights=weights, k=replies))
    votes = Counter(rng.choices(ranked, cum_weights=weights, k=VOTES_PER_THREAD * subjects))
    most = member_count(subjects)
    begin = until - SPAN
    for place in range(subjects):
        at = begin + SPAN * ((place + rng.random()) / subjects) ** 0.6
        yield Planned(is_report[place], at, talk[place], min(votes[place], most))
