from __future__ import annotations

from celery import shared_task

from community.relate_threads import relate_threads
from feedback.classifier.embedder import embed
from feedback.classify_batch import classify_batch
from feedback.map_version import apply_aliases


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
