"""Applies withdrawals to an export made earlier: the rows leave its data and lineage, and every hash follows.

The new directory is built beside the old one and takes its place by two renames; a run that was cut off between them is
finished by the next.
"""

import os
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tuning.formats.containers import write_jsonl
from tuning.formats.lineage import LineageWriter, read_lineage
from tuning.formats.manifest import COUNTED, LINEAGE, TOMBSTONES, data_files, read_manifest, seal
from tuning.formats.meta import Tombstone


def apply_tombstones(directory: Path, tombstones: Iterable[Tombstone]) -> int:
    """Removes the withdrawn rows from the export in `directory` and says how many it removed.

    Rows are found by `row_id` in the lineage, so formats without ids are reached too. Applying the same tombstones
    again removes nothing and changes nothing. Raises FileNotFoundError where there is no export.
    """
    directory = directory.resolve()
    retired = directory.with_name(f".{directory.name}.withdrawn")
    if retired.exists():
        if directory.exists():
            shutil.rmtree(retired)
        else:
            retired.rename(directory)
    manifest = read_manifest(directory)
    buried = {tombstone.row_id: tombstone.to_dict() for tombstone in tombstones}
    lines, found = _lines_of(directory, buried.keys())
    if not found:
        return 0
    building = Path(tempfile.mkdtemp(prefix=f".{directory.name}.partial-", dir=directory.parent))
    try:
        _rebuild(directory, building, manifest, lines, [buried[row_id] for row_id in found])
        building.chmod(directory.stat().st_mode)
        directory.rename(retired)
        building.rename(directory)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    shutil.rmtree(retired)
    return sum(map(len, lines.values()))


def _lines_of(directory: Path, row_ids: Iterable[str]) -> tuple[dict[str, list[int]], set[str]]:
    """Where the rows stand: for each file its line numbers, ascending; and which ids were found."""
    wanted = pa.array(list(row_ids), type=pa.string())
    lines: dict[str, list[int]] = defaultdict(list)
    found = set()
    for table in read_lineage(directory / LINEAGE):
        hit = table.filter(pc.is_in(table["row_id"], value_set=wanted)).select(["row_id", "file", "line"])
        for row in hit.to_pylist():
            lines[row["file"]].append(row["line"])
            found.add(row["row_id"])
    return {file: sorted(numbers) for file, numbers in lines.items()}, found


def _rebuild(old: Path, new: Path, manifest: dict[str, Any], lines: dict[str, list[int]], buried: list[dict[str, str]]) -> None:
    (new / "data").mkdir()
    data = []
    for file in data_files(manifest):
        path, rows = file["path"], file["rows"] - len(lines.get(file["path"], ()))
        if not rows:
            continue
        if path not in lines:
            _link(old / path, new / path)
        elif path.endswith(".parquet"):
            _filter_parquet(old / path, new / path, lines[path])
        else:
            _filter_jsonl(old / path, new / path, lines[path])
        data.append((path, file["split"], rows))
    counts = _filter_lineage(old, new, lines)
    with (old / TOMBSTONES).open("rb") as file_:
        known = {tombstone["row_id"]: tombstone for tombstone in map(orjson.loads, file_)}
    known |= {tombstone["row_id"]: tombstone for tombstone in buried}
    write_jsonl(new / TOMBSTONES, (known[row_id] for row_id in sorted(known)))
    seal(new, {**manifest, "counts": counts}, data, len(known))


def _link(old: Path, new: Path) -> None:
    """An unchanged file costs no copy where the file system can link."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)


def _filter_jsonl(old: Path, new: Path, lines: list[int]) -> None:
    gone = set(lines)
    with old.open("rb") as source, new.open("wb", buffering=1 << 20) as target:
        for number, line in enumerate(source, 1):
            if number not in gone:
                target.write(line)


def _filter_parquet(old: Path, new: Path, lines: list[int]) -> None:
    gone = np.asarray(lines)
    with pq.ParquetFile(old) as source, pq.ParquetWriter(new, source.schema_arrow, compression="zstd") as target:
        first = 1
        for group in range(source.num_row_groups):
            table = source.read_row_group(group)
            keep = ~np.isin(np.arange(first, first + table.num_rows), gone)
            first += table.num_rows
            if keep.any():
                kept = table.filter(pa.array(keep))
                target.write_table(kept, row_group_size=kept.num_rows)


def _filter_lineage(old: Path, new: Path, lines: dict[str, list[int]]) -> dict[str, Any]:
    """The lineage without the rows, its lines numbered anew; returns the counts of what is left."""
    writer = LineageWriter(new / LINEAGE)
    counted: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    rows = 0
    for table in read_lineage(old / LINEAGE):
        files = np.asarray(table["file"].to_pylist())
        numbers = table["line"].to_numpy().copy()
        keep = np.ones(len(numbers), dtype=bool)
        for file, removed in lines.items():
            here = files == file
            gone = np.asarray(removed)
            keep[here] = ~np.isin(numbers[here], gone)
            numbers[here] -= np.searchsorted(gone, numbers[here])
        column = table.schema.get_field_index("line")
        kept = table.set_column(column, table.schema.field(column), pa.array(numbers)).filter(pa.array(keep))
        writer.write_table(kept)
        rows += kept.num_rows
        for name in COUNTED:
            counted[name].update(kept[name].to_pylist())
    writer.close()
    return {"rows": rows, **{name: dict(sorted(counts.items())) for name, counts in counted.items()}}
