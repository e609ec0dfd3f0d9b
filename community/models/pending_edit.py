from __future__ import annotations

from django.db import models


class PendingEdit(models.Model):
    """A new text for a thread, or for `reply` in it, that waits for a person; its `Hold` says why, and what became of it.

    `revision` is the number of the text that it would replace. Meanwhile that one stands.
    """

    thread = models.ForeignKey("community.Thread", on_delete=models.CASCADE, related_name="pending_edits")
    reply = models.ForeignKey("community.Reply", on_delete=models.CASCADE, null=True, blank=True, related_name="pending_edits")
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    language = models.CharField(max_length=10)
    revision = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"edit {self.pk} of {self.reply_id or self.thread_id}"
