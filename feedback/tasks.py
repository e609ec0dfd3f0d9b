from __future__ import annotations

from celery import shared_task

from feedback.classify_batch import classify_batch


@shared_task(name="feedback.classify_waiting")
def classify_waiting() -> None:
    """Classify batch after batch until nothing waits that another worker has not claimed."""
    while classify_batch():
        pass
