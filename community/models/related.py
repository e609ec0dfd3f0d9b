from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

DIMENSIONS = 512


class SignsField(models.Field):  # type: ignore[type-arg]
    """PostgreSQL's `bit(512)`, which needs no extension; '0' and '1' in Python."""

    def db_type(self, connection: Any) -> str:
        return f"bit({DIMENSIONS})"


class ThreadVector(models.Model):
    """What a thread means, as numbers, and the threads that mean nearly the same.

    `signs` are those of `vector`: threads are looked for by them, cheaply, and then compared by the vectors themselves. Two
    indexes on them, one for Chinese and one for all others, stand in the migration where pgvector is installed.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        PARKED = "parked"  # failed too often

    thread = models.OneToOneField("community.Thread", on_delete=models.CASCADE, primary_key=True, related_name="+")
    is_chinese = models.BooleanField()
    words = models.CharField(max_length=32, blank=True)  # hash of what was, or is to be, embedded
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    signs = SignsField(null=True)
    vector = models.BinaryField(null=True)  # float16 [512], of length 1
    near = ArrayField(models.BigIntegerField(), default=list)  # threads, nearest first
    near_by = ArrayField(models.FloatField(), default=list)  # cosine of each

    class Meta:
        indexes = [models.Index("thread", condition=Q(state="waiting"), name="threadvector_waiting")]

    def __str__(self) -> str:
        return f"what thread {self.thread_id} means"
