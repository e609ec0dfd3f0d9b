"""What members want to hear of, and what is still to be told to those who do."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Follow(models.Model):
    """A member follows a subject: `key` is the number of a thread, space, tag or member, or of what another room calls by
    `kind`. No row: not followed. Written by `community.follow` alone."""

    class Kind(models.TextChoices):
        THREAD = "thread", _("Talks and reports")
        SPACE = "space", _("Spaces")
        TAG = "tag", _("Tags")
        PERSON = "person", _("People")
        VERSION = "version", _("Model versions")

    class Level(models.TextChoices):
        WATCHING = "watching", _("Watching")  # told of everything, at once
        FOLLOWING = "following", _("Following")  # in the followed feed and the digest
        MUTED = "muted", _("Muted")  # a thread of which its member wants to hear nothing

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.BigIntegerField()
    level = models.CharField(max_length=10, choices=Level)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "kind", "key"], name="follow_once"),
            models.CheckConstraint(condition=Q(kind="thread") | ~Q(level="muted"), name="follow_mutes_threads_only"),
        ]
        indexes = [
            # who is to be told, by key; and which threads a member does not want to see
            models.Index("kind", "key", "member", condition=Q(level="watching"), name="follow_watchers"),
            models.Index("member", "key", condition=Q(level="muted"), name="follow_muted"),
            models.Index("kind", "key", name="follow_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.level} {self.kind} {self.key}"


class FanOut(models.Model):
    """A thread or a reply that watchers are still to be told of, in the order of their numbers: those up to `after` have
    been. The row is the queue, and goes when all are told."""

    thread = models.ForeignKey("community.Thread", on_delete=models.CASCADE, related_name="+")
    reply = models.ForeignKey("community.Reply", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    after = models.BigIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)  # that failed one after the other
    last_error = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index("id", condition=Q(tries__lt=3), name="fan_out_waiting")]

    def __str__(self) -> str:
        return f"of thread {self.thread_id}, reply {self.reply_id}, after {self.after}"
