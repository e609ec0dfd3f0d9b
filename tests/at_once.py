"""Several threads that begin at the same moment, each with a connection of its own, as several workers would."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def at_once(work: Callable[[int], T], threads: int = 8) -> list[T | Exception]:
    """What `work(0)` … `work(threads - 1)` gave, in that order; what one raised is its answer, for the test to judge."""
    start = threading.Barrier(threads)
    connection.close()  # the pool has eight; the test itself must not hold one of them

    def run(number: int) -> T | Exception:
        start.wait(timeout=30)
        try:
            return work(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))
