"""Where other programs are told what happens to reports, and each time that they were, or are still to be."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class WebhookEndpoint(models.Model):
    """An address that is told of events. Its secrets are sealed (`base.seal`); the one before holds a while longer."""

    name = models.CharField(max_length=80, unique=True)
    url = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=40))
    secret = models.CharField(max_length=300)
    old_secret = models.CharField(max_length=300, blank=True)
    old_secret_until = models.DateTimeField(null=True, blank=True)
    after_step = models.BigIntegerField(default=0)  # steps up to this one were taken before there was the endpoint
    failing_since = models.DateTimeField(null=True, blank=True)  # the first failure since the last success
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_why = models.CharField(max_length=20, blank=True)  # by_hand, failing, gone
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(models.Model):
    """One event for one endpoint: the row is the queue. It keeps what came of the last try."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        HELD = "held"  # its endpoint is disabled

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=60)  # the same event gives the same key, so that it is told once
    message_id = models.UUIDField(default=uuid.uuid4)  # `webhook-id`: the same at every try and replay
    event = models.CharField(max_length=40)
    step = models.ForeignKey("feedback.Step", on_delete=models.CASCADE, null=True, related_name="+")
    data = models.JSONField(default=dict)  # of an event that is no step
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    status_code = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=500, blank=True)  # how the answer began, or why there was none
    milliseconds = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint", "key"], name="webhook_once")]
        indexes = [
            models.Index("next_try_at", condition=Q(state__in=["waiting", "sending"]), name="webhook_due"),
            models.Index("endpoint", F("id").desc(), name="webhook_log"),
            models.Index("ended_at", condition=Q(ended_at__isnull=False), name="webhook_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.event} for {self.endpoint_id}"
