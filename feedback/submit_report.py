from __future__ import annotations

from django.db import IntegrityError, transaction

from base.ring import ring
from base.text.language import detect_language
from community.drafts import forget_draft
from community.index_threads import index_threads
from community.label_thread import label_thread
from community.models import Member, Reply, Space, Thread
from community.submit_thread import submit_thread
from community.tell_mentioned import tell_mentioned
from feedback.composing.wrong import without_codes
from feedback.find_version import find_version
from feedback.models import ConsentGiven, Evidence, ModelVersion, Report
from feedback.schema import ReportIn
from feedback.search_text import search_text
from feedback.take_step import StepTaken, take_step

TITLE_CHARACTERS = 120
LABEL_CHARACTERS = 120


def submit_report(
    *,
    given: ReportIn,
    author: Member,
    source: str = "site",
    visibility: str = Thread.Visibility.PUBLIC,
    request_id: str = "",
    from_reply: Reply | None = None,
) -> tuple[Report, bool]:
    """Take a report in: thread, evidence, consent and first step, and ring the classifier.

    `from_reply` is the answer on this site that it calls wrong. A report of the same source and external id is the same
    report: the one that is there comes back, and False.
    """
    if given.external_id and (known := find_report(source, given.external_id)):
        return known, False
    try:
        return _submit(given, author, source, visibility, request_id, from_reply), True
    except IntegrityError:
        # Two at once: the other one won, and what it stored is the answer to both.
        if given.external_id and (known := find_report(source, given.external_id)):
            return known, False
        raise


def find_report(source: str, external_id: str) -> Report | None:
    return Report.objects.filter(source=source, external_id=external_id).select_related("thread").first()


@transaction.atomic
def _submit(given: ReportIn, author: Member, source: str, visibility: str, request_id: str, from_reply: Reply | None) -> Report:
    thread = submit_thread(
        author=author,
        space=Space.objects.get(slug="reports"),
        title=title_of(given),
        body=given.body,
        language=given.language or detect_language(f"{given.title}\n{given.body}"),
        visibility=visibility,
        is_report=True,
        created_at=given.created_at,
        tags=without_codes(given.tags),
    )
    version = find_version(given.model, given.model_version)
    is_held = thread.state == Thread.State.HELD
    if source == "site":
        forget_draft(member=author, place="report")
    if source == "site" and not is_held:  # what comes from elsewhere calls nobody here
        tell_mentioned(thread=thread, by=author)
    report = Report.objects.create(
        thread=thread,
        classified=Report.Classified.HELD if is_held else Report.Classified.WAITING,
        source=source,
        external_id=given.external_id,
        product=version.product if version else None,
        model_version=version,
        model_name=given.model,
        version_name=given.model_version,
        consent_scope=given.consent.scope,
        created_at=thread.created_at,
        request_id=request_id,
        from_reply=from_reply,
    )
    evidence = add_evidence(report, given)
    ConsentGiven.objects.create(
        report=report,
        scope=given.consent.scope,
        licence=given.consent.licence,
        version=given.consent.version,
        given_by=author,
    )
    label_thread(thread_id=thread.pk, model_label=model_label(given, version), model_key=version.pk if version else 0)
    index_threads([thread.pk], beside={thread.pk: search_text(evidence)})
    if not is_held:
        begin_line(report)
    thread.refresh_from_db(
        fields=["station", "model_label", "model_key"]
    )  # so that whoever submits it again gets the same answer
    return report


def begin_line(report: Report) -> None:
    """The report's first step, and the ring to the classifier; in the caller's transaction."""
    detail: dict[str, object] = {"source": report.source}
    actor = report.thread.author
    take_step(StepTaken(report_id=report.pk, event="reported", key="1", actor=actor, detail=detail, at=report.created_at))
    ring("report_submitted")


def add_evidence(report: Report, given: ReportIn) -> Evidence:
    """Keep what was given, whole and as it was."""
    evidence = evidence_of(report, given)
    evidence.save(force_insert=True)
    return evidence


def evidence_of(report: Report, given: ReportIn) -> Evidence:
    """What was given, whole and as it was; not stored."""
    fields = given.model_dump(mode="json", include={"conversation", "alternatives", "spans", "tags"})
    return Evidence(
        report=report,
        title=given.title,
        body=given.body,
        target=given.target_index(),
        rating=given.rating,
        correction=given.correction,
        sha256=given.sha256(),
        **fields,
    )


def title_of(given: ReportIn) -> str:
    """The report's title, or the first line of its body, cut to what a card can show."""
    words = given.title.strip() or given.body.strip()
    first = words.splitlines()[0]
    return first if len(first) <= TITLE_CHARACTERS else first[: TITLE_CHARACTERS - 1] + "…"


def model_label(given: ReportIn, version: ModelVersion | None) -> str:
    """What a card shows of the model, as far as it fits: the registered version, else what the report names."""
    return (str(version) if version else f"{given.model} {given.model_version}".strip())[:LABEL_CHARACTERS]
