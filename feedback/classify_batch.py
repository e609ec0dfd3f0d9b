from __future__ import annotations

import structlog
from django.db import connection, transaction

from base.ring import ring
from base.tally import tally
from feedback.classifier.load import load_classifier
from feedback.classifier.verdict import Verdict
from feedback.machine_view import machine_view
from feedback.models import Classification, Evidence, Report
from feedback.take_step import StepTaken, take_steps

BATCH = 48
MAX_TRIES = 3

log = structlog.get_logger(__name__)


@transaction.atomic
def classify_batch(limit: int = BATCH) -> int:
    """Claim up to `limit` waiting reports, classify and store them in one transaction; says how many were claimed.

    The claim filters on the report's own columns only: through a join PostgreSQL would not check it again after waiting
    for a lock, and several workers would win. A worker that is killed lets go of its claim with its connection.
    """
    reports = list(
        Report.objects.select_for_update(skip_locked=True)
        .filter(classified=Report.Classified.WAITING, withdrawn_at=None)
        .order_by("pk")[:limit]
    )
    if not reports:
        return 0
    evidences = {evidence.report_id: evidence for evidence in Evidence.objects.filter(report__in=reports, is_current=True)}
    verdicts = _judge(reports, evidences)
    _store({report.pk: report for report in reports}, verdicts)
    tally(stage="classify", processed=len(verdicts), failed=len(reports) - len(verdicts))
    ring("report_classified")
    return len(reports)


def _judge(reports: list[Report], evidences: dict[int, Evidence]) -> dict[int, Verdict]:
    """A verdict for each report, by id. If the batch fails, one by one, so that a bad report spoils no other."""
    classifier = load_classifier()
    try:
        verdicts = classifier.classify([machine_view(evidences[report.pk]) for report in reports])
        return {report.pk: verdict for report, verdict in zip(reports, verdicts, strict=True)}
    except Exception:
        log.exception("classify.batch_failed", reports=len(reports))
    judged = {}
    for report in reports:
        try:
            judged[report.pk] = classifier.classify([machine_view(evidences[report.pk])])[0]
        except Exception as error:
            _put_off(report, error)
    return judged


def _put_off(report: Report, error: Exception) -> None:
    """Count the try; after the last the report is parked with its error, where a moderator sees it."""
    tries = report.tries + 1
    state = Report.Classified.PARKED if tries >= MAX_TRIES else Report.Classified.WAITING
    Report.objects.filter(pk=report.pk).update(tries=tries, last_error=repr(error)[:2000], classified=state)
    log.error("classify.failed", report=report.pk, tries=tries, request_id=report.request_id, error=repr(error))


def _store(reports: dict[int, Report], verdicts: dict[int, Verdict]) -> None:
    Classification.objects.filter(report__in=verdicts, is_current=True).update(is_current=False)
    stored = Classification.objects.bulk_create(
        [
            Classification(
                report_id=pk,
                classifier=verdict.classifier,
                labels=list(verdict.labels),
                probabilities=dict(verdict.probabilities),
                value=verdict.value,
                abstained=verdict.abstained,
                language=verdict.language,
                reasons=list(verdict.reasons),
            )
            for pk, verdict in verdicts.items()
        ]
    )
    Report.objects.filter(pk__in=verdicts).update(classified=Report.Classified.DONE)
    take_steps(
        [
            StepTaken(
                report_id=row.report_id,
                event="classified",
                key=str(row.pk),
                actor_name=row.classifier,
                detail={"labels": row.labels, "value": row.value, "abstained": row.abstained},
            )
            for row in stored
        ]
    )
    _label_cards(verdicts)
    for pk, verdict in verdicts.items():
        log.info("report.classified", report=pk, labels=list(verdict.labels), request_id=reports[pk].request_id)


def _label_cards(verdicts: dict[int, Verdict]) -> None:
    """Show the machine's view on the cards of reports that no person has labelled.

    One statement for the whole batch; `bulk_update` would build a CASE for each row and column, which cost a tenth of the
    batch.
    """
    kinds = {pk: verdict.labels[0] if verdict.labels else "" for pk, verdict in verdicts.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE community_thread SET kind = said.kind, kind_by = 'machine', kind_probability = said.probability "
            "FROM unnest(%s::bigint[], %s::text[], %s::float8[]) AS said (id, kind, probability) "
            "WHERE community_thread.id = said.id AND community_thread.kind_by <> 'person'",
            [list(kinds), list(kinds.values()), [verdicts[pk].probabilities.get(kind) for pk, kind in kinds.items()]],
        )
