from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AccessKey(models.Model):
    """A key of the REST interface. It is shown once; its hash is kept."""

    name = models.CharField(max_length=80, unique=True)
    prefix = models.CharField(max_length=12)
    key_sha256 = models.CharField(max_length=64, unique=True)
    old_sha256 = models.CharField(max_length=64, blank=True, db_index=True)  # the key before the last rotation
    old_until = models.DateTimeField(null=True, blank=True)  # and until when it works
    scopes = ArrayField(models.CharField(max_length=30))
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(null=True, blank=True)  # a day, so that a busy key does not write on each call
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def is_authenticated(self) -> bool:
        return True


class IdempotentCall(models.Model):
    """The answer to a call that may be repeated: same key and same body, same report."""

    access_key = models.ForeignKey(AccessKey, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    body_sha256 = models.CharField(max_length=64)
    report = models.ForeignKey("feedback.Report", on_delete=models.CASCADE)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["access_key", "key"], name="idempotent_call_once"),
        ]

    def __str__(self) -> str:
        return self.key
