"""From evidence as it is stored to what a classifier reads. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from feedback.classifier.evidence import Alternative, Evidence, MarkedSpan, Message
from feedback.schema import ReportIn


class Stored(Protocol):
    """What `feedback.models.Evidence` holds, as far as a classifier may see it."""

    title: str
    body: str
    conversation: Sequence[Mapping[str, Any]]
    target: int | None
    rating: int | None
    correction: str
    alternatives: Sequence[Mapping[str, Any]]
    spans: Sequence[Mapping[str, Any]]
    tags: Sequence[str]


def machine_view(stored: Stored, language: str | None = None) -> Evidence:
    """The evidence without its author, consent and origin, which must not sway the verdict."""
    return Evidence(
        title=stored.title,
        body=stored.body,
        language=language or None,
        messages=tuple(Message(turn["role"], turn["content"]) for turn in stored.conversation),
        target=stored.target,
        rating=stored.rating,
        correction=stored.correction or None,
        alternatives=tuple(Alternative(other["content"], other.get("rank")) for other in stored.alternatives),
        spans=tuple(MarkedSpan(span["start"], span["end"], span.get("comment", "")) for span in stored.spans),
        tags=tuple(stored.tags),
    )


def machine_view_of_input(given: ReportIn) -> Evidence:
    """The same of a report that came in and is not stored."""
    return Evidence(
        title=given.title,
        body=given.body,
        language=given.language or None,
        messages=tuple(Message(turn.role, turn.content) for turn in given.conversation),
        target=given.target_index(),
        rating=given.rating,
        correction=given.correction or None,
        alternatives=tuple(Alternative(other.content, other.rank) for other in given.alternatives),
        spans=tuple(MarkedSpan(span.start, span.end, span.comment) for span in given.spans),
        tags=tuple(given.tags),
    )
