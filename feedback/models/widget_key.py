from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from feedback.models.access_key import AccessKey


class WidgetKey(models.Model):
    """A key that stands in somebody else's pages: no secret, so it takes reports from these origins and opens nothing else.

    What it brought in, and that a repeat is the same report, is counted by its access key, with which nobody can sign in.
    """

    access_key = models.OneToOneField(AccessKey, on_delete=models.PROTECT, related_name="widget")
    key = models.CharField(max_length=40, unique=True)
    origins = ArrayField(models.CharField(max_length=200))
    secret_number = models.PositiveIntegerField(default=1)  # the secret is derived from it; another number, another secret

    def __str__(self) -> str:
        return f"{self.access_key.name} ({self.key})"
