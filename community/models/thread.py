from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from base.text.script import to_traditional


class Space(models.Model):
    """A room of the community: reports, tips, questions …"""

    slug = models.SlugField(unique=True)
    name_en = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=60)
    about_en = models.CharField(max_length=200, blank=True)
    about_zh = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return self._in_language(self.name_en, self.name_zh)

    @property
    def about(self) -> str:
        return self._in_language(self.about_en, self.about_zh)

    @staticmethod
    def _in_language(english: str, chinese: str) -> str:
        language = get_language() or "en"
        return chinese if language == "zh-hans" else to_traditional(chinese) if language == "zh-hant" else english


class Thread(models.Model):
    """What somebody said, and what was answered. A report is a thread with evidence beside it (`feedback.Report`).

    `kind` … `model_label` are what a card shows of a report. They are copies, written only by `label_thread`, so that a
    feed of any length is one query on one table.
    """

    class State(models.TextChoices):
        VISIBLE = "visible", _("Visible")
        HIDDEN = "hidden", _("Hidden")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Everyone")
        MEMBERS = "members", _("Members only")
        TEAM = "team", _("Only the team")

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="threads")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="threads")
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="und")
    state = models.CharField(max_length=10, choices=State, default=State.VISIBLE)
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    is_report = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    active_at = models.DateTimeField()
    reply_count = models.PositiveIntegerField(default=0)
    vote_count = models.PositiveIntegerField(default=0)

    station = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20, blank=True)
    kind_by = models.CharField(max_length=10, blank=True)
    kind_probability = models.FloatField(null=True, blank=True)
    model_label = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            # the feed, newest first: one index for each order, read by key
            models.Index(F("active_at").desc(), F("id").desc(), condition=Q(state="visible"), name="thread_feed_active"),
            models.Index(F("created_at").desc(), F("id").desc(), condition=Q(state="visible"), name="thread_feed_new"),
            models.Index("space", F("active_at").desc(), F("id").desc(), name="thread_feed_space"),
            models.Index("author", F("created_at").desc(), name="thread_by_author"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return thread_url(self.pk, is_report=self.is_report)


def thread_url(pk: int, *, is_report: bool) -> str:
    return reverse("feedback:report" if is_report else "community:thread", args=[pk])


class Reply(models.Model):
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="replies")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    body = models.TextField()
    language = models.CharField(max_length=10, default="und")
    state = models.CharField(max_length=10, choices=Thread.State, default=Thread.State.VISIBLE)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("thread", "id", name="reply_in_thread")]

    def __str__(self) -> str:
        return f"reply {self.pk} in {self.thread_id}"


class Vote(models.Model):
    """One member, one voice for a thread. On a report it says "I have this too"."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="votes")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="votes")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "thread"], name="vote_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} for {self.thread_id}"
