from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
from django.db.models import TextField
from django.db.models.functions import Cast

from tuning.formats.canonical import CanonicalRow
from tuning.formats.export import ExportReport, export
from tuning.formats.meta import Tombstone as TombstoneLine
from tuning.formats.meta import VersionMeta
from tuning.models import Row, Version

SOFTWARE = "huiliu 0.1"


def export_version(*, version: Version, fmt: str, container: str, out: Path) -> ExportReport:
    """Write a version's files into the new directory `out`; the same bytes each time, until a row is taken back.

    Raises `tuning.formats.export.ExportError` for an unknown format or container, or an `out` in use.
    """
    return export(
        canonical_rows(version),
        fmt=fmt,
        container=container,
        out=out,
        meta=VersionMeta(
            dataset=version.recipe.slug,
            version=version.number,
            title=version.recipe.name,
            description=version.recipe.about,
            created_at=version.requested_at.isoformat(),
            licence="CC-BY-4.0",
            software=SOFTWARE,
            recipe=version.snapshot,
        ),
        tombstones=tombstone_lines(version),
    )


def canonical_rows(version: Version) -> Iterator[CanonicalRow]:
    """The rows that still have their content, in order, read in chunks."""
    rows = Row.objects.filter(version=version, content__isnull=False).order_by("pk")
    # As text, since the standard library's JSON took most of an export's time.
    for text in rows.values_list(Cast("content", TextField()), flat=True).iterator(chunk_size=1000):
        yield CanonicalRow.from_dict(orjson.loads(text), check=False)


def tombstone_lines(version: Version) -> Iterator[TombstoneLine]:
    for stone in version.tombstones.order_by("pk"):
        yield TombstoneLine(stone.row_id, stone.content_sha256, stone.reason, stone.at.isoformat())
