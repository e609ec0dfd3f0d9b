"""What every room stands on: one tally for each stage of the backflow."""

from __future__ import annotations

from django.db import models


class StageTally(models.Model):
    """How many rows a stage has done and failed since the beginning; the metrics read it, its stage alone writes it."""

    stage = models.CharField(max_length=40, primary_key=True)
    processed = models.PositiveBigIntegerField(default=0)
    failed = models.PositiveBigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.stage}: {self.processed} done, {self.failed} failed"
