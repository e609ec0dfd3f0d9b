"""What pages read of datasets."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from feedback.models import Report
from tuning.models import Recipe, Row, Tombstone, Version

SAMPLE = 5


def recipes() -> QuerySet[Recipe]:
    """All recipes, each with the number of its newest ready version."""
    newest = Version.objects.filter(recipe=OuterRef("pk"), state=Version.State.READY).order_by("-number")
    return Recipe.objects.annotate(
        newest=Subquery(newest.values("number")[:1]),
        newest_counts=Subquery(newest.values("counts")[:1]),
    ).order_by("name")


def versions_of(recipe: Recipe) -> QuerySet[Version]:
    return Version.objects.filter(recipe=recipe).select_related("requested_by").order_by("-number")


def sample_rows(version: Version) -> list[Row]:
    """The first rows that still have their content."""
    return list(Row.objects.filter(version=version, content__isnull=False).order_by("pk")[:SAMPLE])


def versions_with(report: Report) -> QuerySet[Version]:
    """The versions that hold the report."""
    return Version.objects.filter(rows__report=report, state=Version.State.READY).distinct().order_by("pk")


def tombstones_of(recipe: Recipe, *, after: int, limit: int) -> list[Tombstone]:
    """Tombstones in the order they were set, from the one after the id `after` on."""
    return list(Tombstone.objects.filter(version__recipe=recipe, pk__gt=after).select_related("version").order_by("pk")[:limit])
