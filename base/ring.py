"""The doorbell. Rows in PostgreSQL are the queue; a ring only says that there may be something to do."""

from __future__ import annotations

import structlog
from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


def ring(event: str) -> None:
    """Ring the tasks that `settings.DOORBELLS` names for `event`, once the current transaction has committed; however often
    it asks, once.

    A broker that cannot be reached is logged and otherwise ignored: what was saved is saved, and the sweep rings again.
    The callback is a plain inner function since Django names a robust callback by its `__qualname__` when it logs a
    failure, and a `functools.partial` has none.
    """

    if any(getattr(callback, "event", None) == event for callback in (waiting[1] for waiting in connection.run_on_commit)):
        return

    def ring_now() -> None:
        for task in settings.DOORBELLS.get(event, ()):
            try:
                current_app.send_task(task, retry=False, ignore_result=True)
            except (OperationalError, OSError) as error:
                log.warning("ring.unheard", event_name=event, task=task, error=str(error))

    ring_now.event = event  # type: ignore[attr-defined]
    transaction.on_commit(ring_now, robust=True)


def ask(task: str, *arguments: object, seconds: float) -> bool:
    """Ask a worker for something that is only worth having in the next `seconds`; no row waits for it, and nobody asks again.

    False where the broker cannot be reached.
    """
    try:
        current_app.send_task(task, args=arguments, retry=False, ignore_result=True, expires=seconds)
    except (OperationalError, OSError) as error:
        log.warning("ask.unheard", task=task, error=str(error))
        return False
    return True
