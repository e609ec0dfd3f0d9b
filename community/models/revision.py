from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Revision(models.Model):
    """What a thread or a reply said until `ended_at`, when an edit replaced it. `number` 0 is as it was first said.

    Rows are only added; but whoever wrote an old text may have it gone (`removed_at`), a password that slipped in for example.
    """

    thread = models.ForeignKey("community.Thread", on_delete=models.CASCADE, null=True, related_name="revisions")
    reply = models.ForeignKey("community.Reply", on_delete=models.CASCADE, null=True, related_name="revisions")
    number = models.PositiveIntegerField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="revisions")
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    ended_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="revision_of_thread_once"),
            models.UniqueConstraint(fields=["reply", "number"], name="revision_of_reply_once"),
            models.CheckConstraint(
                condition=Q(thread__isnull=True, reply__isnull=False) | Q(thread__isnull=False, reply__isnull=True),
                name="revision_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(removed_at=None) | Q(title="", body=""), name="revision_removed_is_empty"),
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {'thread' if self.thread_id else 'reply'} {self.thread_id or self.reply_id}"
