from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from community.access import Viewer
from community.models import Member, Notice, Thread
from feedback.from_reply import reports_of
from feedback.present import kinds, legs, reason_words, words_of
from feedback.queries import Fix, funnel, funnel_of, latest_fixes
from feedback.wrong_words import wrong_words as words_of_tags

register = template.Library()


@register.simple_tag
def backflow_legs() -> list[dict[str, Any]]:
    """What became of the last month's reports; nothing where there were none, since a river of zeros says nothing."""
    counts = funnel()
    return legs(counts) if counts.reported or counts.released else []


@register.inclusion_tag("components/funnel.html")
def member_funnel(member: Member, viewer: Viewer) -> dict[str, Any]:
    """What became of one member's reports, of those that `viewer` may open."""
    return {"legs": legs(funnel_of(member, viewer))}


@register.simple_tag
def notice_words(notice: Notice) -> str:
    return words_of(notice)


@register.filter
def likeliest(probabilities: dict[str, float]) -> list[tuple[str, float]]:
    """The labels that are not ruled out, likeliest first, three at most."""
    ordered = sorted(probabilities.items(), key=lambda one: -one[1])
    return [(label, p) for label, p in ordered if p >= 0.1][:3] or ordered[:1]


@register.filter
def as_reason(code: str) -> str:
    return reason_words(code)


@register.simple_tag
def fixes() -> list[Fix]:
    """The reports that a release answered last."""
    return latest_fixes()


@register.filter
def as_kinds(labels: list[str]) -> str:
    return kinds(labels)


@register.simple_tag(takes_context=True)
def called_wrong(context: Context) -> dict[int, list[Thread]]:
    """The reports about the machine's answers on this page, by reply; one query, and none where no machine spoke."""
    replies: list[dict[str, Any]] = context.get("replies") or []
    answer: dict[str, Any] | None = context.get("answer")
    shown = [*replies, answer] if answer else replies
    return reports_of((reply["id"] for reply in shown if reply.get("machine")), context["user"])


@register.filter
def of_reply(reports: dict[int, list[Thread]], reply: int) -> list[Thread]:
    return reports.get(reply, []) if isinstance(reports, dict) else []


@register.filter
def wrong_words(tags: list[str]) -> list[str]:
    """What a report says is wrong with the answer."""
    return words_of_tags(tags)
