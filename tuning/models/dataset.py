from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def every_kind() -> list[str]:
    return ["sft", "preference", "kto"]


def new_salt() -> str:
    return secrets.token_hex(16)


class Recipe(models.Model):
    """What goes into a dataset."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    about = models.TextField(blank=True)
    kinds = ArrayField(models.CharField(max_length=12), default=every_kind)
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)  # empty: all
    products = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # slugs; empty: all
    min_value = models.FloatField(default=0)
    salt = models.CharField(max_length=32, default=new_salt)  # makes contributors' pseudonyms; leaves with no export
    test_share = models.FloatField(default=0.1)  # of rows, held out by hash of the report
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(min_value__gte=0, min_value__lte=1, test_share__gte=0, test_share__lt=1),
                name="recipe_shares",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def snapshot(self) -> dict[str, object]:
        """The recipe as plain values, as it is kept in each version."""
        return {
            "slug": self.slug,
            "name": self.name,
            "kinds": self.kinds,
            "languages": self.languages,
            "products": self.products,
            "min_value": self.min_value,
            "test_share": self.test_share,
        }


class Version(models.Model):
    """One build of a recipe: numbered, immutable once ready."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WRITTEN = "written", _("Written, being proved")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    recipe = models.ForeignKey(Recipe, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    snapshot = models.JSONField()
    counts = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, blank=True)  # of the canonical rows, in order
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipe", "number"], name="dataset_version_once"),
            models.CheckConstraint(
                condition=~Q(state="ready") | (~Q(sha256="") & Q(finished_at__isnull=False)), name="version_ready_whole"
            ),
        ]
        indexes = [models.Index("id", condition=Q(state__in=["waiting", "written"]), name="version_to_build")]

    def __str__(self) -> str:
        return f"{self.recipe.slug}@{self.number}"


class Row(models.Model):
    """One row of a version, with all that it can be traced by. A withdrawal empties `content` and leaves a tombstone."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="rows")
    row_id = models.CharField(max_length=64)
    report = models.ForeignKey("feedback.Report", on_delete=models.SET_NULL, null=True, related_name="rows")
    kind = models.CharField(max_length=12)
    split = models.CharField(max_length=10)
    language = models.CharField(max_length=10)
    content = models.JSONField(null=True)  # the canonical row as tuning.formats reads it; null once shredded
    content_sha256 = models.CharField(max_length=64)
    shredded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "row_id"], name="row_once"),
            models.UniqueConstraint(fields=["version", "report", "kind"], name="row_once_of_report"),
            models.CheckConstraint(
                condition=Q(content__isnull=False, shredded_at=None) | Q(content=None, shredded_at__isnull=False),
                name="row_shredded_or_whole",
            ),
        ]
        indexes = [models.Index("version", "id", name="row_in_version")]

    def __str__(self) -> str:
        return self.row_id


class Tombstone(models.Model):
    """A row that was taken back: which, why and when; never what it said."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="tombstones")
    row_id = models.CharField(max_length=64)
    content_sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "row_id"], name="tombstone_once"),
        ]

    def __str__(self) -> str:
        return f"{self.row_id}: {self.reason}"
