from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Case(models.Model):
    """One subject that needs a person. The decision that closed it is named in it, so that none is closed without one."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    report = models.OneToOneField("feedback.Report", on_delete=models.CASCADE, primary_key=True, related_name="case")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    labels = ArrayField(models.CharField(max_length=20), default=list)  # what people say it is; empty while open
    priority = models.FloatField(default=0)  # 0..1, highest first; see moderation.priority
    why = models.CharField(max_length=40, default="triage")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    decision = models.OneToOneField("moderation.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decision=None) | (~Q(state="open") & Q(decision__isnull=False)),
                name="case_closed_by_decision",
            ),
        ]
        indexes = [
            models.Index(F("priority").desc(), "report", condition=Q(state="open"), name="case_queue"),
            models.Index("opened_at", condition=Q(state="open"), name="case_waiting"),  # since when the oldest waits
            models.Index("report", condition=Q(state="accepted"), name="case_accepted"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk} ({self.state})"


class Decision(models.Model):
    """What a person decided, and why. Appended only; an undo is a decision of its own."""

    class Verb(models.TextChoices):
        ACCEPT = "accept", _("Accept")
        DECLINE = "decline", _("Decline")
        RELABEL = "relabel", _("Relabel")
        REOPEN = "reopen", _("Reopen")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    verb = models.CharField(max_length=10, choices=Verb)
    # what was judged: what the report's source sends later is not covered by the decision
    evidence = models.ForeignKey("feedback.Evidence", on_delete=models.PROTECT, related_name="+")
    labels = ArrayField(models.CharField(max_length=20), default=list)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    state_before = models.CharField(max_length=10)
    state_after = models.CharField(max_length=10)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index("case", F("id").desc(), name="decision_of_case")]

    def __str__(self) -> str:
        return f"{self.verb} by {self.by_id}"
