"""What the widget sends, and the report that it is. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError

from feedback.composing.wrong import CODES, Wrong, as_tags
from feedback.schema import MAX_MESSAGES, MessageIn, ReportIn, Strict, Words, bad_report, parse_report

TITLE_CHARACTERS = 200


class WidgetReportIn(Strict):
    """One answer, judged on the page where it was given. `target` is the answer's index in the conversation."""

    id: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{16,64}$")]
    rating: Literal[-1, 1]
    conversation: Annotated[list[MessageIn], Field(min_length=1, max_length=MAX_MESSAGES)]
    target: Annotated[int, Field(ge=0)]
    model: Annotated[str, StringConstraints(max_length=60)] = ""
    version: Annotated[str, StringConstraints(max_length=60)] = ""
    language: Literal["en", "zh-Hans", "zh-Hant"] = "en"
    reasons: Annotated[list[Wrong], Field(max_length=len(CODES))] = []
    correction: Words = ""
    comment: Words = ""
    consent: Literal["none", "research", "training"] = "none"


def parse_widget_report(value: Any) -> WidgetReportIn:
    """Check what came; raises `BadReport` that names every field that is wrong."""
    try:
        return WidgetReportIn.model_validate(value)
    except ValidationError as error:
        raise bad_report(error) from None


def report_of(
    given: WidgetReportIn, *, author: Mapping[str, str], words: Mapping[str, object], licence: str, consent_version: str
) -> ReportIn:
    """The report: reasons in words (`words`, by reason) and then what was said; reasons are its tags too.

    Its title is what was said, else what was asked. Raises `BadReport` where it does not hang together.
    """
    reasons = list(dict.fromkeys(given.reasons))
    told = given.comment.strip()
    named = "; ".join(str(words[reason]) for reason in reasons)
    return parse_report(
        {
            "external_id": given.id,
            "title": _first_line(told) or _asked(given) or given.id,
            "body": "\n\n".join(part for part in (named, told) if part),
            "model": given.model,
            "model_version": given.version,
            "conversation": [message.model_dump() for message in given.conversation],
            "target": given.target,
            "rating": given.rating,
            "correction": given.correction,
            "tags": as_tags(reasons),
            "consent": {"scope": given.consent, "licence": licence, "version": consent_version},
            "author": dict(author),
        }
    )


def _asked(given: WidgetReportIn) -> str:
    """What the answer answers, else how it begins."""
    before = [message.content for message in given.conversation[: given.target] if message.role == "user"]
    answer = [message.content for message in given.conversation[given.target : given.target + 1]]
    return next((line for text in [*reversed(before), *answer] if (line := _first_line(text))), "")


def _first_line(text: str) -> str:
    return next((line.strip()[:TITLE_CHARACTERS] for line in text.splitlines() if line.strip()), "")
