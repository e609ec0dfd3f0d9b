from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Classification(models.Model):
    """What a classifier said of a report. Appended, never changed but for `is_current`: an old one can be read again."""

    report = models.ForeignKey("feedback.Report", on_delete=models.CASCADE, related_name="classifications")
    classifier = models.CharField(max_length=80)  # name@version
    labels = ArrayField(models.CharField(max_length=20))
    probabilities = models.JSONField()  # {"bug_report": 0.91, …}, calibrated and independent
    value = models.FloatField()  # 0..1, what the report can teach the model
    abstained = models.BooleanField()
    language = models.CharField(max_length=10)
    reasons = models.JSONField(default=list)
    is_current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(is_current=True), name="classification_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.classifier} of {self.report_id}: {', '.join(self.labels) or 'abstained'}"
