"""A dataset's directory as the site exports it: its manifest, and whether every file is what the manifest says."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from huiliu.errors import DamagedDownload

MANIFEST = "manifest.json"
TOMBSTONES = "tombstones.jsonl"


def read_manifest(directory: Path) -> dict[str, Any]:
    """Raises FileNotFoundError where there is no export, ValueError for one of a later kind."""
    manifest: dict[str, Any] = json.loads((directory / MANIFEST).read_text("utf-8"))
    if manifest.get("schema_version") != 1:
        raise ValueError(f"{directory / MANIFEST} has schema version {manifest.get('schema_version')}; this client knows 1")
    return manifest


def buried_in(directory: Path) -> set[str]:
    """The ids of the rows that the export says were taken back."""
    return {line["row_id"] for line in _lines(directory / TOMBSTONES)}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def unpack(archive: Path, building: Path) -> Path:
    """The one directory in `archive`, laid out in `building` and checked. Raises `DamagedDownload`."""
    try:
        with zipfile.ZipFile(archive) as file:
            file.extractall(building)  # names that lead out of it are led back in by zipfile itself
    except (zipfile.BadZipFile, EOFError) as error:
        raise DamagedDownload(f"what came is no whole archive: {error}") from None
    inside = list(building.iterdir())
    if len(inside) != 1 or not (inside[0] / MANIFEST).is_file():
        raise DamagedDownload("what came holds no manifest")
    if problems := differences(inside[0]):
        raise DamagedDownload("; ".join(problems))
    return inside[0]


def differences(directory: Path) -> list[str]:
    """What of an export is not as its manifest says: missing, changed and unknown files."""
    named = {file["path"]: file["sha256"] for file in read_manifest(directory)["files"]}
    there = {str(path.relative_to(directory).as_posix()) for path in directory.rglob("*") if path.is_file()} - {MANIFEST}
    problems = [f"{path} is missing" for path in sorted(named.keys() - there)]
    problems += [f"{path} is not in the manifest" for path in sorted(there - named.keys())]
    both = sorted(named.keys() & there)
    return problems + [f"{path} is not what the manifest says" for path in both if sha256(directory / path) != named[path]]


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def check_free(target: Path, slug: str) -> None:
    """Raises FileExistsError unless `target` is new, empty, or an export of the same dataset."""
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not (target / MANIFEST).is_file() or read_manifest(target).get("dataset") != slug:
        raise FileExistsError(f"{target} is there and is no export of {slug}: choose another directory")


def put_in_place(new: Path, target: Path) -> None:
    """Let `new` be what `target` was, by two renames; what was there goes last."""
    retired = target.with_name(f".{target.name}.old")
    shutil.rmtree(retired, ignore_errors=True)
    if target.exists():
        target.rename(retired)
    new.rename(target)
    shutil.rmtree(retired, ignore_errors=True)
