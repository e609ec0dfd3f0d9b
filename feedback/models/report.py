from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class Report(models.Model):
    """What happened with the model. Title and words are in its thread, what it rests on in `Evidence`.

    Two queues stand on its own columns: reports that wait to be classified, and classified ones that wait for a case.
    """

    class Classified(models.TextChoices):
        HELD = "held"  # not read yet: a person looks at it first (`community.models.Hold`)
        WAITING = "waiting"
        DONE = "done"
        PARKED = "parked"

    thread = models.OneToOneField("community.Thread", on_delete=models.PROTECT, primary_key=True, related_name="report")
    source = models.CharField(max_length=60, default="site")
    external_id = models.CharField(max_length=200, blank=True)
    product = models.ForeignKey("feedback.Product", on_delete=models.PROTECT, null=True, blank=True)
    model_version = models.ForeignKey("feedback.ModelVersion", on_delete=models.PROTECT, null=True, blank=True)
    model_name = models.CharField(max_length=60, blank=True)
    version_name = models.CharField(max_length=60, blank=True)
    consent_scope = models.CharField(max_length=10, default="none")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    from_reply = models.ForeignKey(  # the answer on this site that it calls wrong
        "community.Reply", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    created_at = models.DateTimeField()
    request_id = models.CharField(max_length=64, blank=True)

    classified = models.CharField(max_length=10, choices=Classified, default=Classified.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    case_opened = models.BooleanField(default=False)
    recall_pending = models.BooleanField(default=False)  # consent narrowed or withdrawn, and datasets have yet to follow

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], condition=~Q(external_id=""), name="report_source_once"),
            models.CheckConstraint(
                condition=Q(consent_scope__in=["none", "research", "training"]), name="report_consent_scope"
            ),
        ]
        indexes = [  # the queues of the stages, and what must be looked at
            models.Index("thread", condition=Q(classified="waiting", withdrawn_at=None), name="report_to_classify"),
            models.Index(
                "thread",
                condition=Q(classified="done", case_opened=False, withdrawn_at=None),
                name="report_to_open_case",
            ),
            models.Index("thread", condition=Q(recall_pending=True), name="report_to_recall"),
            models.Index("thread", condition=Q(classified="parked"), name="report_parked"),
            models.Index("created_at", name="report_created"),
            models.Index(  # what nobody has registered, by the names that reports give it
                Lower("model_name"),
                Lower("version_name"),
                "thread",
                condition=Q(model_version=None, withdrawn_at=None) & ~Q(model_name="", version_name=""),
                name="report_of_unknown_version",
            ),
            models.Index("from_reply", condition=Q(from_reply__isnull=False), name="report_of_a_reply"),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"


class Evidence(models.Model):
    """What a report rests on, exactly as it was given; never edited. When its source sends it again otherwise, that is a
    new row, and the newest is current. Apart from the report, since it can be very long.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="evidences")
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    conversation = models.JSONField(default=list)  # [{"role": "user", "content": "…"}, …]
    target = models.PositiveIntegerField(null=True, blank=True)  # index of the assistant message that is meant
    rating = models.SmallIntegerField(null=True, blank=True)  # -1, 0 or 1
    correction = models.TextField(blank=True)
    alternatives = models.JSONField(default=list)  # [{"content": "…", "rank": 1}, …]
    spans = models.JSONField(default=list)  # [{"start": 10, "end": 25, "comment": "…"}], code points of the target
    tags = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)  # of all that was reported: `feedback.schema.ReportIn.sha256`
    is_current = models.BooleanField(default=True)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(is_current=True), name="evidence_one_current"),
            models.CheckConstraint(condition=Q(rating__in=[-1, 0, 1]) | Q(rating=None), name="evidence_rating"),
        ]

    def __str__(self) -> str:
        return f"evidence of {self.report_id}"

    def answer(self) -> str:
        """The text of the assistant message that is meant; empty where there is none."""
        return "" if self.target is None else str(self.conversation[self.target]["content"])


class ConsentGiven(models.Model):
    """What the reporter allowed, each time they said so; the newest holds."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="consents")
    scope = models.CharField(max_length=10)
    licence = models.CharField(max_length=40, blank=True)
    version = models.CharField(max_length=20, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    given_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.scope} for {self.report_id}"
