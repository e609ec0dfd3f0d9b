"""Several threads that begin at the same moment, each with a connection of its own, as several workers would."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection, transaction

from tests.conftest import wait_for

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


def one_after_the_other(work: Callable[[], T]) -> tuple[T | Exception, T | Exception]:
    """What two callers of `work` got, of whom the second began while the first had not committed.

    The order is forced by locks: the first commits when the second is seen to wait for it in `pg_locks`.
    """

    def second() -> T | Exception:
        try:
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first = work()
            waiting = pool.submit(second)
            wait_for(somebody_waits_for_a_lock)
        return first, waiting.result(timeout=30)


def somebody_waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()")
        return bool(cursor.fetchone()[0])
