"""From rows to what the components show."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

from community.markdown import to_html
from community.models import Member, Reply, Thread

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


def card(thread: Thread) -> dict[str, Any]:
    """What `components/card.html` shows."""
    return {
        "title": thread.title,
        "url": thread.get_absolute_url(),
        "language": language_tag(thread.language),
        "kind": thread.kind,
        "by": thread.kind_by,
        "probability": thread.kind_probability,
        "station": thread.station if thread.is_report else None,
        "author": thread.author.username,
        "author_url": reverse("community:profile", args=[thread.author.username]),
        "model": thread.model_label,
        "at": thread.active_at,
        "replies": thread.reply_count,
        "votes": thread.vote_count,
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
