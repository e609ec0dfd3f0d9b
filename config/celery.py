"""The workers' application. One queue for each room's stage, so that each can be scaled apart."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import heartbeat_sent, setup_logging, worker_ready
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("huiliu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def keep_our_logs(**_kwargs: object) -> None:
    """Celery configures logging unless somebody listens here; the settings have done it already."""


@worker_ready.connect
def read_model(sender: Any, **_kwargs: object) -> None:
    """A classifying worker reads its model before the first report comes, not while its reporter waits."""
    if "feedback" in sender.app.amqp.queues.consume_from:
        from feedback.classifier.evidence import Evidence
        from feedback.classifier.load import load_classifier

        load_classifier().classify([Evidence(title="warm", body="up")])


@heartbeat_sent.connect
def say_alive(sender: object, **_kwargs: object) -> None:
    """A worker's heartbeat becomes a key that expires, which `/readyz` reads without waiting for a broadcast's answers."""
    from config.pulse import beat_once

    eventer = getattr(sender, "eventer", None)
    beat_once(str(getattr(eventer, "hostname", "worker")))
