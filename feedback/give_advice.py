from __future__ import annotations

from typing import Any

import structlog
from django.core.cache import caches
from redis.exceptions import RedisError

from feedback.classifier.load import load_classifier
from feedback.composing.short import evidence_of

STAYS = 60  # seconds
log = structlog.get_logger(__name__)


def give_advice(key: str, short: dict[str, Any]) -> None:
    """Judge what is being written, in a worker, and leave the answer where `feedback.advice` looks for it."""
    (verdict,) = load_classifier().classify([evidence_of(short)])
    kind, probability = max(verdict.probabilities.items(), key=lambda one: one[1])
    said = {"kind": kind, "probability": probability, "abstained": verdict.abstained, "value": verdict.value}
    try:
        caches["moments"].set(key, said, STAYS)
    except RedisError as error:
        log.warning("advice.unheard", error=str(error))
