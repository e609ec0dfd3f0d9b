from __future__ import annotations

import time
from collections.abc import Callable


class NotYet(Exception):
    """What the workers should have done is not done; the message says what, and what to do."""


def wait_until(is_done: Callable[[], bool], *, what: str, seconds: float = 90) -> None:
    """Ask the database, which the workers write to, until `is_done`; raises `NotYet` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > deadline:
            raise NotYet(f"{what} was not done within {seconds:.0f} s. Is script/server running, with its workers?")
        time.sleep(0.2)
