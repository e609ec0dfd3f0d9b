from __future__ import annotations

from celery import shared_task

from moderation.open_cases import open_cases as open_batch


@shared_task(name="moderation.open_cases")
def open_cases() -> None:
    """Open cases, batch after batch, until no classified report waits for one."""
    while open_batch():
        pass
