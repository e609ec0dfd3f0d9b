"""From rows to what the components show."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from community.access import Viewer
from community.markdown import to_html
from community.mentions import called_in
from community.models import Member, Reply, Thread
from community.models.thread import thread_url
from community.names import profile_url, shown_name
from community.queries import reply_url
from community.space_rules import why_no_reply, why_read_only
from community.tag_names import slug_of
from community.tag_queries import shown_tag

QUOTED = 1_000  # characters
TAGS_SHOWN = 3  # on a card
# What `lang` says of a text whose writing system is known by its language alone.
TAGS = {"zh": "zh-Hans", "und": ""}


def language_tag(language: str) -> str:
    """A BCP 47 tag for `lang`, or nothing where the language is not known."""
    return TAGS.get(language, language)


def prose(text: str, members: Mapping[str, str] | None = None) -> str:
    """Markdown as safe HTML, ready for a template; `members` as `community.mentions.called_in` gives them."""
    return mark_safe(to_html(text, members))  # noqa: S308 -- sanitised by nh3


def previewed(request: HttpRequest) -> str:
    """What a form with a button "Preview" shows where it was pressed without a script; else nothing."""
    words = request.POST.get("body", "") if "preview" in request.POST else ""
    return prose(words, called_in([words])) if words else ""


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
    tags: tuple[tuple[str, str], ...]  # as the thread bears it, and as the reader calls it


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
        tuple((name, shown_tag(name)) for name in thread.tags[:TAGS_SHOWN]),
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
        "author": shown_name(shown.author),
        "author_url": profile_url(shown.author),
        "model": shown.model_label,
        "at": shown.active_at,
        "replies": shown.reply_count,
        "votes": shown.vote_count,
        "tags": [tag_link(name, called) for name, called in shown.tags],
    }


def why_not_here(thread: Thread, viewer: Viewer) -> str:
    """Why there is no form and no vote on a thread's page; empty for visitors, who are asked to sign in."""
    return why_no_reply(thread.space, viewer) if isinstance(viewer, Member) else why_read_only(thread.space)


def tag_link(name: str, called: str) -> dict[str, str]:
    """A tag as a thread bears it: as the reader calls it, and its page."""
    return {"name": called, "url": reverse("community:tag", args=[slug_of(name)])}


def shown_reply(
    reply: Reply, *, viewer: Viewer, thread: Thread, above: Container[int] = (), members: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What `components/reply.html` shows; `above` are the replies that stand on the page before it.

    Of what is not visible only its place is shown, except to who wrote it.
    """
    is_own, is_visible = viewer == reply.author, reply.state == Thread.State.VISIBLE
    if not is_visible and not is_own:
        return {"id": reply.pk, "depth": reply.depth, "state": "removed"}
    author: Member = reply.author
    can_talk = is_visible and not why_not_here(thread, viewer)
    can_accept = isinstance(viewer, Member) and (viewer.pk == thread.author_id or viewer.is_moderator)
    return {
        "id": reply.pk,
        "depth": reply.depth,
        "author": shown_name(author.username),
        "author_url": profile_url(author.username),
        "role": author.get_role_display() if author.role not in {Member.Role.MEMBER, Member.Role.TRUSTED} else "",
        "is_first": reply.is_first and isinstance(viewer, Member) and viewer.is_moderator,
        "at": reply.created_at,
        "url": reply_url(thread, reply),
        "language": language_tag(reply.language),
        "html": prose(reply.body, members),
        "edited_at": reply.edited_at,
        "history_url": reverse("community:reply_history", args=[reply.pk]) if reply.edited_at else "",
        "reproduced_on": reply.reproduced_on,
        **(_own_doors(reply) if is_own else {}),
        "machine": _machine(reply),
        "state": "visible" if is_visible else "held" if reply.state == Thread.State.HELD else "removed",
        "to": _answered(reply, thread, above),
        "is_answer": thread.accepted_id == reply.pk,
        "votes": reply.vote_count,
        "voted": getattr(reply, "voted", False),
        "vote_url": reverse("community:vote_for_reply", args=[reply.pk]) if can_talk else "",
        "answer_url": reverse("community:answer", args=[reply.pk]) if can_talk else "",
        "accept_url": reverse("community:accept_answer", args=[reply.pk]) if can_talk and can_accept else "",
    }


def _machine(reply: Reply) -> str:
    """What a machine's reply is marked with: the model that wrote it, else that it is a machine; "" for people's."""
    if not reply.author.is_machine:
        return ""
    asked = getattr(reply, "assistant_request", None)
    return (asked.model if asked else "") or gettext("machine")


def _own_doors(reply: Reply) -> dict[str, str]:
    """What its author can do to a reply."""
    state = reply.state
    is_there, is_gone = state == Thread.State.VISIBLE, state == Thread.State.WITHDRAWN and reply.body
    return {
        "edit_url": reverse("community:edit_reply", args=[reply.pk]) if is_there else "",
        "take_back_url": reverse("community:take_back_reply", args=[reply.pk]) if is_there else "",
        "restore_url": reverse("community:restore_reply", args=[reply.pk]) if is_gone else "",
    }


def _answered(reply: Reply, thread: Thread, above: Container[int]) -> dict[str, str] | None:
    """Whom a reply answers, where indenting doesn't say it; who wrote what was removed is not said."""
    parent = reply.parent
    if parent is None or (parent.pk in reply.ancestors and parent.pk in above):
        return None
    is_visible = parent.state == Thread.State.VISIBLE
    return {"author": shown_name(parent.author.username) if is_visible else "", "url": reply_url(thread, parent)}


def shown_replies(
    said: Sequence[Reply], *, viewer: Viewer, thread: Thread, members: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """A page of replies in reading order."""
    here = {reply.pk for reply in said}
    return [shown_reply(reply, viewer=viewer, thread=thread, above=here, members=members) for reply in said]


_ATTRIBUTION = re.compile(r"\[.{1,200}\]\(/[^)\s]*#reply-\d+\)\s*")


def quote(reply: Reply) -> str:
    """The beginning of a reply as a Markdown quote with who said it, to answer below; what it quotes itself is left away."""
    body = reply.body[:QUOTED].replace("\r\n", "\n")
    lines = [line for line in body.splitlines() if not line.startswith(">") and not _ATTRIBUTION.fullmatch(line)]
    words = "\n".join(lines).strip()
    if not words:
        return ""
    name = re.sub(r"([\\`*_\[\]<>$@])", r"\\\1", shown_name(reply.author.username))
    said = gettext("%(name)s wrote:") % {"name": name}
    quoted = "\n".join(f"> {line}".rstrip() for line in re.sub(r"\n{3,}", "\n\n", words).splitlines())
    return f"[{said}]({reply_url(reply.thread, reply)})\n\n{quoted}\n\n"
