"""Count what a stage did, in the transaction that did it."""

from __future__ import annotations

from django.db import connection


def tally(*, stage: str, processed: int = 0, failed: int = 0) -> None:
    """Add to the counters of `stage` (rows, not batches)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO base_stagetally (stage, processed, failed, updated_at) VALUES (%s, %s, %s, now()) "
            "ON CONFLICT (stage) DO UPDATE SET processed = base_stagetally.processed + excluded.processed, "
            "failed = base_stagetally.failed + excluded.failed, updated_at = excluded.updated_at",
            [stage, processed, failed],
        )
