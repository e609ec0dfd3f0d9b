from __future__ import annotations

from django.db import transaction

from base.ring import ring
from community.index_threads import index_threads
from community.label_thread import label_thread
from community.models import Thread
from community.tag_thread import tag_thread
from feedback.change_consent import change_consent
from feedback.composing.wrong import without_codes
from feedback.find_version import find_version
from feedback.models import Evidence, Report, Step
from feedback.report_rows import evidence_of, language_of, model_columns, model_label, title_of
from feedback.schema import SCOPES, ReportIn
from feedback.search_text import search_text


@transaction.atomic
def update_report(*, report: Report, given: ReportIn) -> bool:
    """Take in what a source now says of a report it sent before; False where nothing changed, or where it was withdrawn.

    The earlier evidence stays, no longer current, and the report is classified again. The report's row is locked first:
    of two updates at once the second sees what the first made current, and a worker that classifies locks in this order too.
    """
    locked = Report.objects.select_for_update().get(pk=report.pk)
    held = Evidence.objects.get(report=locked, is_current=True)
    if locked.withdrawn_at is not None or held.sha256 == given.sha256():
        return False
    Evidence.objects.filter(pk=held.pk).update(is_current=False)
    evidence = evidence_of(locked, given)
    evidence.save(force_insert=True)
    version = find_version(given.model, given.model_version)
    Report.objects.filter(pk=report.pk).update(classified=Report.Classified.WAITING, tries=0, **model_columns(given, version))
    Thread.objects.filter(pk=report.pk).update(title=title_of(given), body=given.body, language=language_of(given))
    label_thread(thread_id=report.pk, model_label=model_label(given, version), model_key=version.pk if version else 0)
    names = without_codes(given.tags)
    if names != without_codes(held.tags):  # what the source did not change stays as people here have tagged it
        tag_thread(thread=report.thread, names=names)
    index_threads([report.pk], beside={report.pk: search_text(evidence)})
    _heed_consent(locked, given)
    ring("report_submitted")
    return True


def _heed_consent(report: Report, given: ReportIn) -> None:
    """What the source now allows holds, unless it is more than the reporter has said here."""
    scope, held = given.consent.scope, report.consent_scope
    said_here = report.steps.filter(event=Step.Event.CONSENT_CHANGED, actor__isnull=False).exists()
    if SCOPES.index(scope) < SCOPES.index(held) or not said_here:
        change_consent(report=report, scope=scope, licence=given.consent.licence, version=given.consent.version)
