from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from community.bring_threads import Brought, bring_threads
from community.index_threads import index_threads
from community.members_from_elsewhere import Elsewhere, members_from_elsewhere
from community.models import Member, Space, Thread
from feedback.begin_lines import begin_lines
from feedback.composing.wrong import without_codes
from feedback.find_version import find_version
from feedback.models import ConsentGiven, Evidence, ModelVersion, Report
from feedback.report_rows import consent_of, evidence_of, language_of, model_label, report_of, title_of
from feedback.schema import ReportIn
from feedback.search_text import search_text
from feedback.stations import station_of


class Incoming(NamedTuple):
    """A report of another site or program, and who stands for its author; `given.external_id` is empty where it has none."""

    given: ReportIn
    source: str
    author: Elsewhere
    visibility: str = Thread.Visibility.PUBLIC


def take_in_reports(incoming: Sequence[Incoming], *, request_id: str = "") -> list[tuple[Report, bool]]:
    """Take in reports from elsewhere, all in as many statements as one; for each the report, and whether it is new.

    A report of the same source and external id is the same report: the one that is there comes back, and False.
    """
    try:
        return _take_in(incoming, request_id)
    except IntegrityError:
        if len(incoming) > 1:  # somebody else took one of them in at the same moment: that one will be found
            return [take_in_reports([one], request_id=request_id)[0] for one in incoming]
        if known := known_reports(incoming):
            return [(next(iter(known.values())), False)]
        raise


def known_reports(incoming: Sequence[Incoming]) -> dict[tuple[str, str], Report]:
    """Those of these that were taken in before, by source and external id."""
    ids: dict[str, list[str]] = {}
    for one in incoming:
        if one.given.external_id:
            ids.setdefault(one.source, []).append(one.given.external_id)
    if not ids:
        return {}
    of_each = Q()
    for source, some in ids.items():
        of_each |= Q(source=source, external_id__in=some)
    return {(one.source, one.external_id): one for one in Report.objects.filter(of_each).select_related("thread")}


@transaction.atomic
def _take_in(incoming: Sequence[Incoming], request_id: str) -> list[tuple[Report, bool]]:
    there = known_reports(incoming)
    keys = [_key(one, place) for place, one in enumerate(incoming)]
    new: dict[tuple[str, str], Incoming] = {}  # one line may repeat another
    for key, one in zip(keys, incoming, strict=True):
        if key not in there:
            new.setdefault(key, one)
    made = dict(zip(new, _store(list(new.values()), request_id), strict=True)) if new else {}
    answers = []
    for key in keys:
        answers.append((made.get(key) or there[key], key in new))
        new.pop(key, None)
    return answers


def _key(one: Incoming, place: int) -> tuple[str, str]:
    """What makes a report the same as another; one without an id is like no other."""
    return (one.source, one.given.external_id) if one.given.external_id else ("", str(place))


def _store(new: Sequence[Incoming], request_id: str) -> list[Report]:
    """Each with its thread, evidence, consent and first step."""
    reports = _unsaved(new, request_id)
    bring_threads(
        [
            Brought(report.thread, without_codes(one.given.tags), is_news=one.given.created_at is None)
            for report, one in zip(reports, new, strict=True)
        ]
    )
    # In the order of their keys, so that two batches that share some wait for each other in no circle.
    Report.objects.bulk_create(sorted(reports, key=lambda report: (report.source, report.external_id)))
    evidences = [evidence_of(report, one.given) for report, one in zip(reports, new, strict=True)]
    Evidence.objects.bulk_create(evidences)
    ConsentGiven.objects.bulk_create([consent_of(report, one.given) for report, one in zip(reports, new, strict=True)])
    index_threads(
        [report.pk for report in reports], beside={evidence.report_id: search_text(evidence) for evidence in evidences}
    )
    begin_lines(reports)
    for report in reports:
        report.thread.station = station_of("reported")
    return reports


def _unsaved(new: Sequence[Incoming], request_id: str) -> list[Report]:
    authors = members_from_elsewhere([one.author for one in new])
    versions = {named: find_version(*named) for named in {_named(one.given) for one in new}}
    space = Space.objects.get(slug="reports")
    reports = []
    for one in new:
        version = versions[_named(one.given)]
        author = authors[one.author.source, one.author.source_id]
        thread = _thread(one.given, author, space, version, one.visibility)
        reports.append(report_of(one.given, thread=thread, version=version, source=one.source, request_id=request_id))
    return reports


def _named(given: ReportIn) -> tuple[str, str]:
    return given.model, given.model_version


def _thread(given: ReportIn, author: Member, space: Space, version: ModelVersion | None, visibility: str) -> Thread:
    at = given.created_at or timezone.now()
    return Thread(
        author=author,
        space=space,
        title=title_of(given),
        body=given.body,
        language=language_of(given),
        visibility=visibility,
        is_report=True,
        created_at=at,
        active_at=at,
        model_label=model_label(given, version),
        model_key=version.pk if version else 0,
    )
