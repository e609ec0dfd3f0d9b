"""What the rows of a report say, from what came in; nothing is stored here. For the verbs that take in one, many, or what
changed.
"""

from __future__ import annotations

from typing import Any

from base.text.language import detect_language
from community.models import Reply, Thread
from feedback.models import ConsentGiven, Evidence, ModelVersion, Report
from feedback.schema import ReportIn

TITLE_CHARACTERS = 120
LABEL_CHARACTERS = 120


def title_of(given: ReportIn) -> str:
    """The report's title, or the first line of its body, cut to what a card can show."""
    words = given.title.strip() or given.body.strip()
    first = words.splitlines()[0]
    return first if len(first) <= TITLE_CHARACTERS else first[: TITLE_CHARACTERS - 1] + "…"


def language_of(given: ReportIn) -> str:
    return given.language or detect_language(f"{given.title}\n{given.body}")


def model_label(given: ReportIn, version: ModelVersion | None) -> str:
    """What a card shows of the model, as far as it fits: the registered version, else what the report names."""
    return (str(version) if version else f"{given.model} {given.model_version}".strip())[:LABEL_CHARACTERS]


def model_columns(given: ReportIn, version: ModelVersion | None) -> dict[str, Any]:
    """What a report's row says of the model: what was named, and what that means where it is known."""
    return {
        "product": version.product if version else None,
        "model_version": version,
        "model_name": given.model,
        "version_name": given.model_version,
    }


def report_of(
    given: ReportIn,
    *,
    thread: Thread,
    version: ModelVersion | None,
    source: str,
    request_id: str = "",
    from_reply: Reply | None = None,
) -> Report:
    is_held = thread.state == Thread.State.HELD
    return Report(
        thread=thread,
        classified=Report.Classified.HELD if is_held else Report.Classified.WAITING,
        source=source,
        external_id=given.external_id,
        consent_scope=given.consent.scope,
        created_at=thread.created_at,
        request_id=request_id,
        from_reply=from_reply,
        **model_columns(given, version),
    )


def evidence_of(report: Report, given: ReportIn) -> Evidence:
    """What was given, whole and as it was."""
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


def consent_of(report: Report, given: ReportIn) -> ConsentGiven:
    """What the reporter, who is the thread's author, allowed with it."""
    return ConsentGiven(report=report, given_by=report.thread.author, **given.consent.model_dump())
