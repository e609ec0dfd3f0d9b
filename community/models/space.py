from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from base.text.script import as_the_site_says


def in_language(english: str, chinese: str) -> str:
    """What was written in both languages, in the reader's."""
    language = get_language() or "en"
    return chinese if language == "zh-hans" else as_the_site_says(chinese) if language == "zh-hant" else english


class Group(models.Model):
    """Members who share a space, or try a feature first. It gives no right by itself: spaces and features name it."""

    name_en = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=60)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_en, self.name_zh)


class GroupMember(models.Model):
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="memberships_given"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "group"], name="group_member_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.group_id}"


class Space(models.Model):
    """A room of the community: reports, tips, questions … Its rules are read by `community.access` and nobody else."""

    class Readers(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        MEMBERS = "members", _("Members")
        GROUP = "group", _("A group")
        TEAM = "team", _("Only the team")

    class Writers(models.TextChoices):
        MEMBERS = "members", _("Members")
        GROUP = "group", _("A group")
        TEAM = "team", _("Only the team")

    slug = models.SlugField(unique=True)
    name_en = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=60)
    about_en = models.CharField(max_length=200, blank=True)
    about_zh = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    # Its threads that all of its readers may see, and whether that is not everyone; written by `count_threads` alone.
    thread_count = models.PositiveIntegerField(default=0)
    counted_closed = models.BooleanField(default=False)
    assistant_answers = models.BooleanField(default=False)  # every new thread, without being called

    who_reads = models.CharField(max_length=10, choices=Readers, default=Readers.EVERYONE)
    who_writes = models.CharField(max_length=10, choices=Writers, default=Writers.MEMBERS)  # begins talks
    who_replies = models.CharField(max_length=10, choices=Writers, default=Writers.MEMBERS)
    level_needed = models.PositiveSmallIntegerField(default=0)  # the trust level from which members begin talks
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="spaces")
    is_read_only = models.BooleanField(default=False)
    why_read_only_en = models.CharField(max_length=200, blank=True)
    why_read_only_zh = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=False) | ~Q(who_reads="group") & ~Q(who_writes="group") & ~Q(who_replies="group"),
                name="space_names_its_group",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Its name in the reader's language."""
        return in_language(self.name_en, self.name_zh)

    @property
    def about(self) -> str:
        return in_language(self.about_en, self.about_zh)

    @property
    def why_read_only(self) -> str:
        return in_language(self.why_read_only_en, self.why_read_only_zh)
