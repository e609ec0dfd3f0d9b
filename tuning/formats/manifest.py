"""`manifest.json`: what an export holds, to the byte. The card, Croissant and `dataset_info.json` follow from it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
import pyarrow.parquet as pq

from tuning.formats.card import render_card
from tuning.formats.containers import FileStat, sha256_of
from tuning.formats.croissant import render_croissant
from tuning.formats.llamafactory import render_dataset_info
from tuning.formats.registry import FORMATS

SCHEMA_VERSION = 1
MANIFEST = "manifest.json"
LINEAGE = "lineage.parquet"
TOMBSTONES = "tombstones.jsonl"
COUNTED = ("kind", "split", "lang", "licence")

Manifest = dict[str, Any]


def pretty(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def read_manifest(directory: Path) -> Manifest:
    """The manifest of an export. Raises FileNotFoundError where there is none, ValueError for another schema."""
    manifest: Manifest = orjson.loads((directory / MANIFEST).read_bytes())
    if manifest.get("schema_version") != SCHEMA_VERSION:
        raise ValueError(f"manifest of schema version {manifest.get('schema_version')}, not {SCHEMA_VERSION}")
    return manifest


def stat_of(directory: Path, path: str, rows: int) -> dict[str, Any]:
    file = directory / path
    stat = FileStat(path=path, rows=rows, bytes=file.stat().st_size, sha256=sha256_of(file))
    return {"path": stat.path, "rows": stat.rows, "bytes": stat.bytes, "sha256": stat.sha256}


def seal(directory: Path, manifest: Manifest, data: Iterable[tuple[str, str, int]], tombstones: int) -> Manifest:
    """Writes the card, Croissant, `dataset_info.json` and manifest of a directory whose data and lineage are written.

    `data` names each data file with its split and rows. Returns the manifest, its files hashed.
    """
    format_ = FORMATS[manifest["format"]]
    files = [{**stat_of(directory, path, rows), "split": split} for path, split, rows in data]
    lineage = stat_of(directory, LINEAGE, sum(file["rows"] for file in files))
    manifest = {**manifest, "files": [*files, lineage, stat_of(directory, TOMBSTONES, tombstones)]}
    documents = {
        "README.md": render_card(manifest, format_),
        "croissant.json": pretty(render_croissant(manifest, format_)),
    }
    if format_.family in ("sharegpt", "alpaca"):
        documents["dataset_info.json"] = pretty(render_dataset_info(manifest, format_))
    for name, content in documents.items():
        (directory / name).write_bytes(content)
        manifest["files"].append(stat_of(directory, name, 0))
    (directory / MANIFEST).write_bytes(pretty(manifest))
    return manifest


def data_files(manifest: Manifest) -> list[dict[str, Any]]:
    return [file for file in manifest["files"] if "split" in file]


def verify(directory: Path) -> list[str]:
    """What differs between an export and its manifest: missing, changed and unknown files, rows without lineage."""
    manifest = read_manifest(directory)
    problems = []
    known = {MANIFEST}
    for file in manifest["files"]:
        known.add(file["path"])
        path = directory / file["path"]
        if not path.is_file():
            problems.append(f"{file['path']} is missing")
        elif path.stat().st_size != file["bytes"]:
            problems.append(f"{file['path']} has {path.stat().st_size} bytes, not {file['bytes']}")
        elif sha256_of(path) != file["sha256"]:
            problems.append(f"{file['path']} has changed: its sha256 differs")
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory).as_posix()
        if path.is_file() and name not in known:
            problems.append(f"{name} is not in the manifest")
    if not problems and pq.read_metadata(directory / LINEAGE).num_rows != manifest["counts"]["rows"]:
        problems.append(f"{LINEAGE} has not one row for each row of data")
    return problems
