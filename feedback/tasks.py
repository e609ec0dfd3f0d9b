from __future__ import annotations

from typing import Any

from celery import shared_task

from community.relate_threads import relate_threads
from feedback.classifier.embedder import embed
from feedback.classify_batch import classify_batch
from feedback.give_advice import give_advice
from feedback.map_version import apply_aliases
from feedback.webhooks.send import forget_webhooks, send_webhooks


@shared_task(name="feedback.classify_waiting")
def classify_waiting() -> None:
    """Classify batch after batch until nothing waits that another worker has not claimed."""
    while classify_batch():
        pass


@shared_task(name="feedback.relate_waiting")
def relate_waiting() -> None:
    """Find what else is about the same as each thread that is new or was changed; here, where the embedding is loaded."""
    while relate_threads(embed=embed):
        pass


@shared_task(name="feedback.map_versions")
def map_versions() -> None:
    """Let reports whose version has a meaning now be reports on it."""
    while apply_aliases():
        pass


@shared_task(name="feedback.advise")
def advise(key: str, short: dict[str, Any]) -> None:
    """What the report that somebody is writing is taken for, so far."""
    give_advice(key, short)


@shared_task(name="feedback.send_webhooks")
def send_waiting_webhooks() -> None:
    """Tell other programs what is due."""
    send_webhooks()


@shared_task(name="feedback.forget_webhooks")
def forget_old_webhooks() -> None:
    """Drop from the log what ended long ago."""
    while forget_webhooks():
        pass
