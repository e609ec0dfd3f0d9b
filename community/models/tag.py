"""What threads are about, in their authors' words."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language

from base.text.script import to_traditional


class Tag(models.Model):
    """A word that threads are found under. `slug` is how it is matched (`community.tag_names.slug_of`), `name` how it was
    first written. One that is `alias_of` another is the same tag in other words, and never stands on a thread itself."""

    slug = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40, blank=True)  # where it is called otherwise in the reader's language
    name_zh = models.CharField(max_length=40, blank=True)
    alias_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="aliases")
    thread_count = models.PositiveIntegerField(default=0)  # that everyone may see; written by `count_threads` alone

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(alias_of=None) | ~Q(alias_of=F("id")), name="tag_not_its_own_alias"),
        ]
        indexes = [
            models.Index(F("thread_count").desc(), "id", condition=Q(alias_of=None), name="tag_most_used"),
        ]

    def __str__(self) -> str:
        return self.shown

    def get_absolute_url(self) -> str:
        return reverse("community:tag", args=[self.slug])

    @property
    def shown(self) -> str:
        """Its name in the reader's language, else as it was first written."""
        language = get_language() or "en"
        if language == "zh-hant" and self.name_zh:
            return to_traditional(self.name_zh)
        return (self.name_zh if language == "zh-hans" else self.name_en) or self.name


class ThreadTag(models.Model):
    """A thread under a tag, with the thread's times: the feed of a tag is read from here, newest first, whatever its size.

    `active_at` is a copy that `reply` moves with the thread's own.
    """

    thread = models.ForeignKey("community.Thread", on_delete=models.CASCADE, related_name="thread_tags")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="thread_tags")
    created_at = models.DateTimeField()
    active_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "tag"], name="thread_tag_once")]
        indexes = [
            models.Index("tag", F("active_at").desc(), F("thread").desc(), name="thread_tag_active"),
            models.Index("tag", F("created_at").desc(), F("thread").desc(), name="thread_tag_new"),
        ]

    def __str__(self) -> str:
        return f"thread {self.thread_id} under {self.tag_id}"
