from __future__ import annotations

from django.db import IntegrityError, transaction

from community.drafts import forget_draft
from community.index_threads import index_threads
from community.label_thread import label_thread
from community.models import Member, Reply, Space, Thread
from community.submit_thread import submit_thread
from community.tell_mentioned import tell_mentioned
from feedback.begin_lines import begin_lines
from feedback.composing.wrong import without_codes
from feedback.find_version import find_version
from feedback.models import Report
from feedback.report_rows import consent_of, evidence_of, language_of, model_label, report_of, title_of
from feedback.schema import ReportIn
from feedback.search_text import search_text

SITE = "site"  # where a report was written that has no other source


def submit_report(
    *,
    given: ReportIn,
    author: Member,
    visibility: str = Thread.Visibility.PUBLIC,
    request_id: str = "",
    from_reply: Reply | None = None,
) -> tuple[Report, bool]:
    """Take in what a member reports here: thread, evidence, consent and first step, and ring the classifier.

    `from_reply` is the answer on this site that it calls wrong. The same external id, which the form gives, is the same
    report: the one that is there comes back, and False. What comes from elsewhere: `take_in_reports`.
    """
    if given.external_id and (known := find_report(SITE, given.external_id)):
        return known, False
    try:
        return _submit(given, author, visibility, request_id, from_reply), True
    except IntegrityError:
        # Two at once: the other one won, and what it stored is the answer to both.
        if given.external_id and (known := find_report(SITE, given.external_id)):
            return known, False
        raise


def find_report(source: str, external_id: str) -> Report | None:
    return Report.objects.filter(source=source, external_id=external_id).select_related("thread").first()


@transaction.atomic
def _submit(given: ReportIn, author: Member, visibility: str, request_id: str, from_reply: Reply | None) -> Report:
    thread = submit_thread(
        author=author,
        space=Space.objects.get(slug="reports"),
        title=title_of(given),
        body=given.body,
        language=language_of(given),
        visibility=visibility,
        is_report=True,
        created_at=given.created_at,
        tags=without_codes(given.tags),
    )
    version = find_version(given.model, given.model_version)
    is_held = thread.state == Thread.State.HELD
    forget_draft(member=author, place="report")
    if not is_held:
        tell_mentioned(thread=thread, by=author)
    report = report_of(given, thread=thread, version=version, source=SITE, request_id=request_id, from_reply=from_reply)
    report.save(force_insert=True)
    evidence = evidence_of(report, given)
    evidence.save(force_insert=True)
    consent_of(report, given).save(force_insert=True)
    label_thread(thread_id=thread.pk, model_label=model_label(given, version), model_key=version.pk if version else 0)
    index_threads([thread.pk], beside={thread.pk: search_text(evidence)})
    if not is_held:
        begin_lines([report])
    thread.refresh_from_db(
        fields=["station", "model_label", "model_key"]
    )  # so that whoever submits it again gets the same answer
    return report
