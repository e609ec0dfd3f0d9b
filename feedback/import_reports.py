from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from django.db import transaction

from community.create_member import member_from_elsewhere
from community.models import Member
from feedback.imports import discourse, github, langfuse, lines, open_webui, table
from feedback.imports.lines import BadLine, Item
from feedback.schema import BadReport, ReportIn, parse_report
from feedback.submit_report import find_report, submit_report
from feedback.update_report import update_report

FORMATS: dict[str, Callable[[BinaryIO], Iterator[Item]]] = {
    "report": lines.read,
    "github": github.read,
    "discourse": discourse.read,
    "csv": table.read,
    "langfuse": langfuse.read,
    "open-webui": open_webui.read,
}
BATCH = 200


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
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH)):
        with transaction.atomic():
            for number, value in batch:
                _import_one(number, value, source, result)
            if dry_run:
                transaction.set_rollback(True)
        progress(len(batch))
    return result


def _import_one(number: int, value: dict[str, Any] | BadLine, source: str, result: Imported) -> None:
    if isinstance(value, BadLine):
        result.rejected.append((number, str(value)))
        return
    try:
        given = parse_report(value)
    except BadReport as error:
        result.rejected.append((number, str(error)))
        return
    origin = source or given.source or "import"
    if not given.external_id:
        given = _named_by_what_it_says(given, result)
    known = find_report(origin, given.external_id)
    if known is None:
        submit_report(given=given, author=_author(given, origin), source=origin)
        result.imported += 1
    elif update_report(report=known, given=given):
        result.updated += 1
    else:
        result.unchanged += 1


def _named_by_what_it_says(given: ReportIn, result: Imported) -> ReportIn:
    """A report without an id is known by its content, and by how often that stood in the file before."""
    digest = given.sha256()[:40]
    result.nameless[digest] += 1
    return given.model_copy(update={"external_id": f"sha256:{digest}:{result.nameless[digest]}"})


def _author(given: ReportIn, origin: str) -> Member:
    who = given.author
    return member_from_elsewhere(
        source=origin,
        source_id=who.external_id if who else "unknown",
        name=(who.name or who.external_id) if who else f"{origin} import",
    )
