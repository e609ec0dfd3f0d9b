from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Assistant(models.Model):
    """The one machine that answers, and what it may. There is one row at most; where it answers from is in the environment."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    only_one = models.BooleanField(default=True, unique=True, editable=False)
    is_on = models.BooleanField(default=True)
    questions_per_hour = models.PositiveIntegerField(default=10)  # of one member
    questions_per_day = models.PositiveIntegerField(default=500)  # of all
    tokens_per_day = models.PositiveIntegerField(default=1_000_000)  # sent and received, of all
    reads_members_only = models.BooleanField(default=False)
    reads_team_only = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(only_one=True), name="assistant_only_one"),
        ]

    def __str__(self) -> str:
        return f"assistant {self.member_id}"


class AssistantRequest(models.Model):
    """A question that the assistant was asked, and what came of it. `reply` asked it; without one the thread itself did.

    The queue stands on its own columns. `attempts` numbers the try that holds the lease until `next_try_at`: only that
    one may say what came of it, so there is one answer at most.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ASKING = "asking"
        ANSWERED = "answered"
        FAILED = "failed"
        REFUSED = "refused"

    class Refusal(models.TextChoices):
        AUTHOR = "author", _("Whoever began this talk does not want the assistant in it.")
        CLOSED = "closed", _("The assistant answers only where everyone may read.")
        MEMBER = "member", _("You asked very often this hour. Ask again in an hour.")
        FEATURE = "feature", _("The assistant is open to some members first, and not to you yet.")
        DAY = "day", _("The assistant has answered as much as it may today. Ask again tomorrow.")

    thread = models.ForeignKey("community.Thread", on_delete=models.CASCADE, related_name="assistant_requests")
    reply = models.ForeignKey("community.Reply", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assistant_requests")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    refusal = models.CharField(max_length=10, choices=Refusal, blank=True)
    answer = models.OneToOneField(
        "community.Reply", on_delete=models.SET_NULL, null=True, blank=True, related_name="assistant_request"
    )
    model = models.CharField(max_length=120, blank=True)  # what the endpoint says that answered
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)  # where the endpoint names one
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    next_try_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply"], name="assistant_asked_once_by_reply"),
            models.UniqueConstraint(fields=["thread"], condition=Q(reply=None), name="assistant_asked_once_by_thread"),
        ]
        indexes = [
            models.Index("next_try_at", condition=Q(state__in=["waiting", "asking"]), name="assistant_due"),
            models.Index("id", condition=Q(state="failed"), name="assistant_parked"),
            models.Index("asked_by", "asked_at", name="assistant_asked_by"),
            models.Index("asked_at", name="assistant_asked"),
            models.Index(F("settled_at"), include=["tokens_in", "tokens_out"], name="assistant_used"),
        ]

    def __str__(self) -> str:
        return f"question {self.pk} in {self.thread_id} ({self.state})"
