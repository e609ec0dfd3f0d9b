from __future__ import annotations

from django.conf import settings
from django.db import models


class Step(models.Model):
    """One step of a report's way into the model and back. Appended only; the report's page shows them all."""

    class Event(models.TextChoices):
        REPORTED = "reported"
        CLASSIFIED = "classified"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        RELABELLED = "relabelled"
        REOPENED = "reopened"
        IN_DATASET = "in_dataset"
        RELEASED = "released"
        CONFIRMED = "confirmed"
        NOT_FIXED = "not_fixed"
        CONSENT_CHANGED = "consent_changed"
        WITHDRAWN = "withdrawn"

    report = models.ForeignKey("feedback.Report", on_delete=models.CASCADE, related_name="steps")
    event = models.CharField(max_length=20, choices=Event)
    key = models.CharField(max_length=120)  # the same cause gives the same key, so that a step is taken once
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    actor_name = models.CharField(max_length=80, blank=True)  # a machine's name@version where no member acted
    detail = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "event", "key"], name="step_once"),
        ]
        indexes = [models.Index("event", "at", name="step_by_event")]

    def __str__(self) -> str:
        return f"{self.event} of {self.report_id}"
