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


class Limit(models.Model):
    """When all that somebody took of a limit will have come back; written by `base.limits` alone."""

    key = models.CharField(max_length=200, primary_key=True)
    full_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("full_at", name="limit_full")]

    def __str__(self) -> str:
        return f"{self.key}, all of it again at {self.full_at}"
