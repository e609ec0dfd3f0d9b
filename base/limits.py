"""How often something may be done: a row for each limit, moved in one statement, so that it holds across processes and
while Redis is away. A cache would not do: to read and to write there are two steps, and between them another may pass."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import connection, transaction

# A key's `full_at` says when all that was taken will have come back. One more is let through as long as that stays within
# the limit's span (the generic cell rate algorithm, ITU-T I.371): `amount` at once, then one each `seconds / amount`.
TAKE = (
    "INSERT INTO base_limit AS l (key, full_at) VALUES (%(key)s, clock_timestamp() + %(step)s * interval '1 second') "
    "ON CONFLICT (key) DO UPDATE SET full_at = greatest(l.full_at, clock_timestamp()) + %(step)s * interval '1 second' "
    "WHERE l.full_at + (%(step)s - %(seconds)s) * interval '1 second' <= clock_timestamp() "
    "RETURNING extract(epoch FROM full_at - clock_timestamp())::float8"
)
LEFT = "SELECT extract(epoch FROM full_at - clock_timestamp())::float8 + %s FROM base_limit WHERE key = %s"
FORGET = "DELETE FROM base_limit WHERE key IN (SELECT key FROM base_limit WHERE full_at < now() ORDER BY full_at LIMIT %s)"


@dataclass(frozen=True)
class Limit:
    """`amount` times in `seconds`, for whoever `key` names (200 characters at most)."""

    key: str
    amount: int
    seconds: float


class TooSoon(Exception):
    """It was done as often as it may be; in `seconds` it may be done once more."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, math.ceil(seconds))
        super().__init__(f"again in {self.seconds} s")


def take(limits: Sequence[Limit]) -> list[float]:
    """Count one against all of `limits`; raises `TooSoon` where one of them is used up, and then counts nothing.

    Gives the seconds until all that was taken of each will have come back, in the order of `limits`.

    Keys are taken in order, so that two who share several never wait for each other in a circle.
    """
    full_in: dict[str, float] = {}
    together = transaction.atomic() if len(limits) > 1 else nullcontext()  # one statement is a transaction by itself
    with together, connection.cursor() as cursor:
        for limit in sorted(limits, key=lambda one: one.key):
            if limit.amount <= 0:
                raise TooSoon(limit.seconds)
            step = limit.seconds / limit.amount
            values: dict[str, str | float] = {"key": limit.key, "seconds": limit.seconds, "step": step}
            cursor.execute(TAKE, values)
            if (taken := cursor.fetchone()) is None:
                cursor.execute(LEFT, [step - limit.seconds, limit.key])
                (left,) = cursor.fetchone() or (1.0,)
                raise TooSoon(left)
            full_in[limit.key] = taken[0]
    return [full_in[limit.key] for limit in limits]


def forget_limits(at_most: int = 10_000) -> int:
    """Drop rows of whom nothing is counted any more; says how many."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [at_most])
        return int(cursor.rowcount)
