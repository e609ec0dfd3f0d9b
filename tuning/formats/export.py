"""Exports a dataset version into a directory: data, lineage, card, Croissant, manifest, tombstones.

The directory appears whole or not at all: everything is written beside it and renamed at the end. The same rows give
the same bytes in every file.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tuning.formats.base import Format, Unfit
from tuning.formats.canonical import CanonicalRow
from tuning.formats.containers import CONTAINERS, write_jsonl
from tuning.formats.lineage import LineageWriter
from tuning.formats.manifest import COUNTED, LINEAGE, SCHEMA_VERSION, TOMBSTONES, seal
from tuning.formats.meta import Tombstone, VersionMeta
from tuning.formats.registry import FORMATS
from tuning.formats.splits import SplitWriter


class ExportError(Exception):
    """An export that cannot be made; nothing is left behind."""


@dataclass(frozen=True)
class ExportReport:
    """What an export wrote: `rows`, `left_out` (reason to number), `withdrawn` rows kept out by a tombstone, and the
    manifest, whose `files` have each path, rows, bytes and sha256."""

    out: Path
    rows: int
    left_out: dict[str, int]
    withdrawn: int
    manifest: dict[str, Any]


def export(
    rows: Iterable[CanonicalRow],
    *,
    fmt: str,
    container: str,
    out: Path,
    meta: VersionMeta,
    tombstones: Iterable[Tombstone] = (),
) -> ExportReport:
    """Writes `rows`, in their order, into `out`, a directory that is new or empty.

    A row with a tombstone is not written. A row of another kind than the format's, or of a shape its trainer would
    drop, is counted in `left_out`. Raises ExportError for an unknown format or container or an `out` in use; whatever
    `rows` raises passes through, and then there is no `out`.
    """
    if fmt not in FORMATS:
        raise ExportError(f"unknown format {fmt!r}: one of {', '.join(FORMATS)}")
    if container not in CONTAINERS:
        raise ExportError(f"unknown container {container!r}: one of {', '.join(CONTAINERS)}")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise ExportError(f"{out} exists and is not an empty directory")
    out.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{out.name}.partial-", dir=out.parent))
    try:
        report = _Export(building, FORMATS[fmt], container, meta).run(rows, tombstones)
        building.chmod(0o755)
        building.rename(out)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return ExportReport(out, report.rows, report.left_out, report.withdrawn, report.manifest)


class _Export:
    def __init__(self, directory: Path, format_: Format, container: str, meta: VersionMeta) -> None:
        self.directory = directory
        self.format = format_
        self.container = container
        self.meta = meta
        self.splits: dict[str, SplitWriter] = {}
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
        self.left_out: Counter[str] = Counter()
        self.withdrawn = 0

    def run(self, rows: Iterable[CanonicalRow], tombstones: Iterable[Tombstone]) -> ExportReport:
        (self.directory / "data").mkdir()
        buried = {tombstone.row_id: tombstone for tombstone in tombstones}
        write_jsonl(self.directory / TOMBSTONES, (buried[row_id].to_dict() for row_id in sorted(buried)))
        try:
            self._write_rows(rows, buried)
        finally:
            for split in self.splits.values():
                split.close()
        lineage = LineageWriter(self.directory / LINEAGE)
        data = [file for name in sorted(self.splits) for file in self.splits[name].finish(lineage)]
        lineage.close()
        manifest = seal(self.directory, self._manifest(), data, len(buried))
        return ExportReport(self.directory, manifest["counts"]["rows"], manifest["left_out"], self.withdrawn, manifest)

    def _write_rows(self, rows: Iterable[CanonicalRow], buried: dict[str, Tombstone]) -> None:
        kinds, write = self.format.kinds, self.format.write
        seen: Counter[tuple[str, str, str, str]] = Counter()
        for row in rows:
            if row.row_id in buried:
                self.withdrawn += 1
                continue
            if row.kind not in kinds:
                self.left_out[f"rows of kind {row.kind}"] += 1
                continue
            try:
                record = write(row)
            except Unfit as reason:
                self.left_out[str(reason)] += 1
                continue
            split = self.splits.get(row.split)
            if split is None:
                split = self.splits[row.split] = SplitWriter(self.directory, row.split, self.format, self.container)
            split.write(row, record)
            seen[row.kind, row.split, row.lang, row.licence] += 1
        for values, count in seen.items():
            for name, value in zip(COUNTED, values, strict=True):
                self.counts[name][value] += count

    def _manifest(self) -> dict[str, Any]:
        meta = self.meta.to_dict()
        recipe = meta.pop("recipe")
        return {
            "schema_version": SCHEMA_VERSION,
            "dataset": self.meta.dataset,
            "version": self.meta.version,
            "format": self.format.name,
            "container": self.container,
            "created_at": self.meta.created_at,
            "software": self.meta.software,
            "counts": {
                "rows": self.counts["split"].total(),
                **{name: dict(sorted(self.counts[name].items())) for name in COUNTED},
            },
            "left_out": dict(sorted(self.left_out.items())),
            "meta": meta,
            "recipe": recipe,
        }
