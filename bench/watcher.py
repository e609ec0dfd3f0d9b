"""Sees rows appear, as another session of the database does: at their commit, by the database's clock."""

from __future__ import annotations

import threading

import psycopg

from config.services import database_url

EVERY_S = 0.01
# A row may become visible after one with a greater key; keys this far back are looked at again.
BACK = 2_000


class Watcher:
    """While it is open, notes when the current classification of each report becomes visible; within `EVERY_S`."""

    def __init__(self) -> None:
        self.seen: dict[int, float] = {}  # report -> epoch seconds, clock_timestamp() of the server
        self.stored: dict[int, float] = {}  # report -> the row's own created_at, written before its commit
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        query = (
            "SELECT id, report_id, extract(epoch FROM created_at)::float8, extract(epoch FROM clock_timestamp())::float8 "
            "FROM feedback_classification WHERE id > %s ORDER BY id"
        )
        last = 0
        with psycopg.connect(database_url(), autocommit=True) as connection:
            while not self._done.wait(EVERY_S):
                for key, report, stored, now in connection.execute(query, [last - BACK]):
                    last = max(last, key)
                    self.seen.setdefault(report, now)
                    self.stored.setdefault(report, stored)
