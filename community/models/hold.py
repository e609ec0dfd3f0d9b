"""What waits to be looked at before others see it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from community.models.thread import Reply, Thread


class Hold(models.Model):
    """Why a post, or an edit of one, is held, and what a person said of it.

    Holds of one wave have one `group`; what one press of a button settled has one `settled_as`, by which it is undone.
    """

    class Reason(models.TextChoices):
        FLOOD = "flood", _("many posts in a short time")
        ALIKE = "alike", _("nearly the same text as other new posts")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        LET_GO = "let_go", _("let through")
        REMOVED = "removed", _("removed")

    thread = models.OneToOneField("community.Thread", on_delete=models.CASCADE, null=True, blank=True, related_name="hold")
    reply = models.OneToOneField("community.Reply", on_delete=models.CASCADE, null=True, blank=True, related_name="hold")
    edit = models.OneToOneField("community.PendingEdit", on_delete=models.CASCADE, null=True, blank=True, related_name="hold")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=10, choices=Reason)
    group = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    settled_as = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(thread__isnull=False, reply=None, edit=None)
                | Q(thread=None, reply__isnull=False, edit=None)
                | Q(thread=None, reply=None, edit__isnull=False),
                name="hold_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None) | (~Q(state="waiting") & Q(decided_by__isnull=False)),
                name="hold_settled_by_somebody",
            ),
        ]
        indexes = [
            models.Index("group", "id", condition=Q(state="waiting"), name="hold_waiting"),
            models.Index("settled_as", condition=Q(settled_as__isnull=False), name="hold_settled_as"),
            models.Index("author", "decided_at", condition=Q(state="removed"), name="hold_removed"),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk} of {self.thread_id or self.reply_id or self.edit_id} ({self.state})"

    @property
    def post(self) -> Thread | Reply:
        """The thread or the reply, of which the whole is held or an edit."""
        if self.edit is not None:
            return self.edit.reply or self.edit.thread
        post = self.thread or self.reply
        assert post is not None  # the constraint `hold_of_one_thing` says so
        return post


class Sketch(models.Model):
    """What a new member's post, or what an edit adds to it, is told by, for a few days: `community.lookalike`.

    Nothing can be read from it."""

    thread = models.ForeignKey("community.Thread", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    reply = models.ForeignKey("community.Reply", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    group = models.CharField(max_length=40)
    hashes = ArrayField(models.BigIntegerField())
    marks = ArrayField(models.BigIntegerField())
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            GinIndex(fields=["marks"], name="sketch_marks", fastupdate=False),
            models.Index("made_at", name="sketch_made"),
        ]

    def __str__(self) -> str:
        return f"sketch {self.pk} in {self.group}"
