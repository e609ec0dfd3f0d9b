"""From rows to what the components show."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

from community.markdown import to_html
from community.models import Member, Reply, Thread
from community.models.thread import thread_url

# What `lang` says of a text whose writing system is known by its language alone.
TAGS = {"zh": "zh-Hans", "und": ""}


def language_tag(language: str) -> str:
    """A BCP 47 tag for `lang`, or nothing where the language is not known."""
    return TAGS.get(language, language)


def prose(text: str) -> str:
    """Markdown as safe HTML, ready for a template."""
    return mark_safe(to_html(text))  # noqa: S308 -- sanitised by nh3


def excerpt(html: str, characters: int = 200) -> str:
    words = " ".join(strip_tags(html).split())
    return words if len(words) <= characters else words[: characters - 1] + "…"


class CardFields(NamedTuple):
    """All that a card shows of a thread: what is equal here looks equal."""

    pk: int
    title: str
    language: str
    is_report: bool
    kind: str
    kind_by: str
    kind_probability: float | None
    station: int
    author: str
    model_label: str
    active_at: datetime
    reply_count: int
    vote_count: int


def card_fields(thread: Thread) -> CardFields:
    return CardFields(
        thread.pk,
        thread.title,
        thread.language,
        thread.is_report,
        thread.kind,
        thread.kind_by,
        thread.kind_probability,
        thread.station,
        thread.author.username,
        thread.model_label,
        thread.active_at,
        thread.reply_count,
        thread.vote_count,
    )


def card(shown: CardFields) -> dict[str, Any]:
    """What `components/card.html` is given."""
    return {
        "title": shown.title,
        "url": thread_url(shown.pk, is_report=shown.is_report),
        "language": language_tag(shown.language),
        "kind": shown.kind,
        "by": shown.kind_by,
        "probability": shown.kind_probability,
        "station": shown.station if shown.is_report else None,
        "author": shown.author,
        "author_url": reverse("community:profile", args=[shown.author]),
        "model": shown.model_label,
        "at": shown.active_at,
        "replies": shown.reply_count,
        "votes": shown.vote_count,
    }


def shown_reply(reply: Reply) -> dict[str, Any]:
    """What `components/reply.html` shows."""
    author: Member = reply.author
    return {
        "id": reply.pk,
        "author": author.username,
        "author_url": reverse("community:profile", args=[author.username]),
        "role": author.get_role_display() if author.role not in {Member.Role.MEMBER, Member.Role.TRUSTED} else "",
        "at": reply.created_at,
        "language": language_tag(reply.language),
        "html": prose(reply.body),
        "state": "visible" if reply.state == Thread.State.VISIBLE else "removed",
    }
