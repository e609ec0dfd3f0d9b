"""A file of reports, one JSON object a line, sent in batches; cut off at any moment, the same command goes on where it was."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

from huiliu.reports import Reports

Line = tuple[int, int, Optional[dict[str, Any]], str]  # its number from 1, the offset behind it, the report, or what is wrong
Told = Optional[Callable[[int, int], None]]


@dataclass
class ImportResult:
    """How many reports were new, were there before, and could not be taken."""

    new: int = 0
    known: int = 0
    rejected: int = 0


def import_file(
    reports: Reports, path: Path, *, rejects: Path | None = None, size: int = 200, progress: Told = None
) -> ImportResult:
    """Send all lines of `path`; those that could not be taken go into `rejects`, each with its line and why.

    A line without an `external_id` is given one that follows from its words, so the same file again changes nothing. How far
    it came is noted in `.NAME.progress` beside the file, and forgotten at the end. Raises `ApiError`, `ConnectionFailed`.
    """
    note = path.with_name(f".{path.name}.progress")
    stat = path.stat()
    which = [stat.st_size, stat.st_mtime_ns]
    offset, done = _read_note(note, which)
    result = ImportResult(*done)
    if rejects and not offset:
        rejects.write_bytes(b"")
    batch: list[Line] = []
    for line in _lines(path, offset):
        batch.append(line)
        if len(batch) >= size:
            _send(reports, batch, result, rejects)
            _write_note(note, which, batch[-1][1], result)
            if progress:
                progress(batch[-1][1], stat.st_size)
            batch = []
    _send(reports, batch, result, rejects)
    if progress:
        progress(stat.st_size, stat.st_size)
    if note.exists():
        note.unlink()
    return result


def _lines(path: Path, start: int) -> Iterator[Line]:
    """The lines from `start` on; those before are read too, for their numbers and for which of them repeat."""
    seen: Counter[str] = Counter()
    offset = 0
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            offset += len(raw)
            if not raw.strip():
                continue
            report, wrong = _parse(raw, seen)
            if offset > start:
                yield number, offset, report, wrong


def _parse(raw: bytes, seen: Counter[str]) -> tuple[dict[str, Any] | None, str]:
    try:
        report = json.loads(raw)
    except ValueError as error:
        return None, f"not JSON: {error}"
    if not isinstance(report, dict):
        return None, "not a JSON object"
    if not report.get("external_id"):
        words = hashlib.sha256(json.dumps(report, sort_keys=True).encode()).hexdigest()[:40]
        seen[words] += 1
        report["external_id"] = words if seen[words] == 1 else f"{words}-{seen[words]}"  # the same line twice is two
    return report, ""


def _send(reports: Reports, batch: list[Line], result: ImportResult, rejects: Path | None) -> None:
    refused: dict[int, str] = {number: wrong for number, _offset, report, wrong in batch if report is None}
    good = [(number, report) for number, _offset, report, _wrong in batch if report is not None]
    for (number, _report), answer in zip(good, reports.batch([report for _number, report in good])):
        if answer.status == 201:
            result.new += 1
        elif answer.ok:
            result.known += 1
        else:
            refused[number] = "; ".join(f"{name}: {what}" if name else what for name, what in answer.errors)
    result.rejected += len(refused)
    if rejects and refused:
        with rejects.open("a", encoding="utf-8") as file:
            for number in sorted(refused):
                file.write(json.dumps({"line": number, "error": refused[number]}, ensure_ascii=False) + "\n")


def _read_note(note: Path, which: list[int]) -> tuple[int, list[int]]:
    """Where an earlier run of the same file ended, and what it counted."""
    try:
        told = json.loads(note.read_text())
    except (OSError, ValueError):
        return 0, []
    return (told["offset"], told["done"]) if told.get("file") == which else (0, [])


def _write_note(note: Path, which: list[int], offset: int, result: ImportResult) -> None:
    building = note.with_suffix(".new")
    done = [result.new, result.known, result.rejected]
    building.write_text(json.dumps({"file": which, "offset": offset, "done": done}))
    os.replace(building, note)
