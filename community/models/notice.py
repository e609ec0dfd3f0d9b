from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Notice(models.Model):
    """Something that a member is told. `key` makes sure that it is said once, however often its cause is seen.

    Where the member wants it by other channels only, `on_site` is false: the bell and the list leave it out.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    thread = models.ForeignKey("community.Thread", on_delete=models.CASCADE, null=True, blank=True)
    reply = models.ForeignKey("community.Reply", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    event = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=120)
    on_site = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "key"], name="notice_once"),
        ]
        indexes = [
            models.Index("member", F("id").desc(), name="notice_of_member"),
            models.Index("created_at", condition=Q(event="released"), name="notice_of_release"),
            models.Index("member", "id", condition=Q(read_at=None, on_site=True), name="notice_to_read"),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.member_id}"
