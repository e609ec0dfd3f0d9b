"""What all members of a crowd share: the deck, the clock, and the book of what happened."""

from __future__ import annotations

import time
from random import Random
from typing import Any

import gevent
from gevent.event import Event
from locust.exception import StopUser

from bench.crowd.deck import MIX, cards
from bench.crowd.told import Orders, Said
from bench.open_loop import arrivals

DECK = sum(MIX.values())


class Crowd:
    """Members sign in, wait until all have, and act until the time is over, and for one whole deck in any case, so that a
    short run does something of everything; nobody is cut off within an action."""

    def __init__(self, orders: Orders) -> None:
        self.orders, self.said = orders, Said()
        self.rng = Random(orders.seed)  # noqa: S311 -- the same decks and arrivals for the same seed
        self.deck = cards(self.rng)
        count = max(DECK, round((orders.rate or 0) * orders.seconds))
        self.due = iter(arrivals(orders.rate, count, self.rng)) if orders.rate else None
        self.newcomers = iter(orders.members)
        self.is_open = Event()
        self.began = 0.0
        self.inside = self.left = 0

    def signed_in(self) -> None:
        """Wait until everyone is in; the last one starts the clock."""
        self.inside += 1
        if self.inside == len(self.orders.members):
            self.began = time.perf_counter()
            self.is_open.set()
        self.is_open.wait()

    def leave(self) -> None:
        self.left += 1
        self.said.seconds = time.perf_counter() - self.began

    def next_action(self) -> tuple[str, float | None]:
        """What to do now, and since when it is due (`time.perf_counter()`), if by the clock; raises StopUser at the end."""
        due = None
        if self.due is not None:
            at = next(self.due, None)
            if at is None:
                raise StopUser
            due, self.said.last_due_s = self.began + at, at
            gevent.sleep(max(0.0, due - time.perf_counter()))
        elif time.perf_counter() - self.began > self.orders.seconds and self.said.actions >= DECK:
            raise StopUser
        self.said.actions += 1
        return next(self.deck), due

    def note(self, name: str, response_time: float, response: Any, exception: Any, context: dict[str, Any], **_: Any) -> None:
        """Locust's listener: an answer counts from when it was due; one that is not what the person expected is an error."""
        status = response.status_code if response is not None else 0
        if status == 429:
            self.said.too_often += 1
        elif status != context["expects"]:
            self.said.errors[f"{name}: HTTP {status}" if status else f"{name}: {type(exception).__name__}"] += 1
        else:
            due = context["due"]
            took = time.perf_counter() - due if due is not None else response_time / 1000
            self.said.took.setdefault(name, []).append(took)

    def note_fault(self, exception: Exception, **_: Any) -> None:
        """A fault of the crowd itself is an error too: what it would have seen is not known."""
        self.said.errors[f"crowd: {exception!r}"[:200]] += 1
