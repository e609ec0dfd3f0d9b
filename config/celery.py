"""The workers' application. One queue for each room's stage, so that each can be scaled apart."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import heartbeat_sent, setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("huiliu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def keep_our_logs(**_kwargs: object) -> None:
    """Celery configures logging unless somebody listens here; the settings have done it already."""


@heartbeat_sent.connect
def say_alive(sender: object, **_kwargs: object) -> None:
    """A worker's heartbeat becomes a key that expires, which `/readyz` reads without waiting for a broadcast's answers."""
    from config.pulse import beat_once

    eventer = getattr(sender, "eventer", None)
    beat_once(str(getattr(eventer, "hostname", "worker")))
