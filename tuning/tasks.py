from __future__ import annotations

from celery import shared_task

from tuning.build_version import build_waiting_version
from tuning.publish_version import publish_written_version
from tuning.shred_withdrawn import shred_withdrawn as shred_batch


@shared_task(name="tuning.build_waiting")
def build_waiting() -> None:
    """Build, then prove and publish, until no version waits."""
    while build_waiting_version():
        pass
    while publish_written_version():
        pass


@shared_task(name="tuning.shred_withdrawn")
def shred_withdrawn() -> None:
    """Shred, batch after batch, until no recall waits."""
    while shred_batch():
        pass
