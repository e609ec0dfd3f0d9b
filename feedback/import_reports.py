from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import orjson
from django.db import transaction

from community.members_from_elsewhere import Elsewhere
from feedback.imports import discourse, github, langfuse, lines, open_webui, table
from feedback.imports.lines import BadLine, Item
from feedback.models import Evidence, Report
from feedback.schema import BadReport, ReportIn, parse_report
from feedback.take_in_reports import Incoming, known_reports, take_in_reports
from feedback.update_report import update_report

FORMATS: dict[str, Callable[[BinaryIO], Iterator[Item]]] = {
    "report": lines.read,
    "github": github.read,
    "discourse": discourse.read,
    "csv": table.read,
    "langfuse": langfuse.read,
    "open-webui": open_webui.read,
}
BATCH = 500
BATCH_BYTES = 8_000_000


@dataclass
class Imported:
    """How many reports were imported, updated, unchanged; and the rejected lines with their reasons."""

    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)
    nameless: Counter[str] = field(default_factory=Counter, repr=False)  # reports without an id, by what they say

    def __str__(self) -> str:
        return f"imported {self.imported}, updated {self.updated}, unchanged {self.unchanged}, rejected {len(self.rejected)}"


def import_reports(
    items: Iterable[Item],
    *,
    source: str,
    dry_run: bool = False,
    progress: Callable[[int], object] = lambda _lines: None,
) -> Imported:
    """Take in reports from elsewhere, in batches that are each stored whole, so that a killed import goes on where it was.

    A report is known by its source and external id: what did not change is left alone. `progress` is told how many lines
    each batch had.
    """
    result = Imported()
    for batch in _batches(items):
        with transaction.atomic():
            _import_batch(batch, source, result)
            if dry_run:
                transaction.set_rollback(True)
        progress(len(batch))
    return result


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Of `BATCH` lines, or fewer where they hold whole novels."""
    batch: list[Item] = []
    held = 0
    for number, value in items:
        batch.append((number, value))
        held += 0 if isinstance(value, BadLine) else len(orjson.dumps(value, default=str))
        if len(batch) == BATCH or held > BATCH_BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _import_batch(batch: list[Item], source: str, result: Imported) -> None:
    read = [one for number, value in batch if (one := _read(number, value, source, result))]
    there = known_reports(read)
    new: dict[tuple[str, str], Incoming] = {}
    again: list[Incoming] = []
    for one in read:
        key = (one.source, one.given.external_id)
        if key in there or key in new:
            again.append(one)
        else:
            new[key] = one
    for one, (report, is_new) in zip(new.values(), take_in_reports(list(new.values())), strict=True):
        there[one.source, one.given.external_id] = report
        if is_new:
            result.imported += 1
        else:
            again.append(one)
    _update(again, there, result)


def _update(again: list[Incoming], there: dict[tuple[str, str], Report], result: Imported) -> None:
    """What is there already, and may say something else now."""
    ids = [report.pk for report in there.values()]
    current = dict(Evidence.objects.filter(report__in=ids, is_current=True).values_list("report", "sha256")) if again else {}
    for one in again:
        report = there[one.source, one.given.external_id]
        digest = one.given.sha256()
        if current.get(report.pk) != digest and update_report(report=report, given=one.given):
            current[report.pk] = digest
            result.updated += 1
        else:
            result.unchanged += 1


def _read(number: int, value: dict[str, Any] | BadLine, source: str, result: Imported) -> Incoming | None:
    if isinstance(value, BadLine):
        result.rejected.append((number, str(value)))
        return None
    try:
        given = parse_report(value)
    except BadReport as error:
        result.rejected.append((number, str(error)))
        return None
    origin = source or given.source or "import"
    if not given.external_id:
        given = _named_by_what_it_says(given, result)
    return Incoming(given, origin, _author(given, origin))


def _named_by_what_it_says(given: ReportIn, result: Imported) -> ReportIn:
    """A report without an id is known by its content, and by how often that stood in the file before."""
    digest = given.sha256()[:40]
    result.nameless[digest] += 1
    return given.model_copy(update={"external_id": f"sha256:{digest}:{result.nameless[digest]}"})


def _author(given: ReportIn, origin: str) -> Elsewhere:
    who = given.author
    return Elsewhere(
        origin,
        who.external_id if who else "unknown",
        (who.name or who.external_id) if who else f"{origin} import",
    )
