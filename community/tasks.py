from __future__ import annotations

from celery import shared_task

from community.send_deliveries import send_deliveries


@shared_task(name="community.send_waiting")
def send_waiting() -> None:
    """Send what waits to leave by mail or push."""
    send_deliveries()
