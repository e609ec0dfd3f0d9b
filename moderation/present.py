"""From cases to what the components show."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from community.history import changes_of
from community.models import Hold, Reply
from community.names import profile_url, shown_name
from community.present import language_tag, prose
from moderation.held_queries import Group
from moderation.models import Case


def shown_case(case: Case, *, current: Case) -> dict[str, Any]:
    """What `components/case_row.html` shows."""
    thread = case.report.thread
    return {
        "title": thread.title,
        "url": reverse("moderation:case", args=[case.pk]),
        "language": language_tag(thread.language),
        "reason": _("unsure") if case.why == "abstained" else "",
        "kind": thread.kind,
        "by": thread.kind_by,
        "probability": thread.kind_probability,
        "at": case.opened_at,
        "is_current": case.pk == current.pk,
    }


def shown_hold(hold: Hold) -> dict[str, Any]:
    """What `moderation/held_post.html` shows: the post as others would see it, and of an edit what it would change."""
    post, edit = hold.post, hold.edit
    reply = post if isinstance(post, Reply) else None
    about = post.thread if isinstance(post, Reply) else post
    return {
        "pk": hold.pk,
        "title": about.title,
        "url": about.get_absolute_url(),
        "is_reply": reply is not None,
        "author": shown_name(hold.author.username),
        "author_url": profile_url(hold.author.username),
        "joined": hold.author.date_joined,
        "at": hold.made_at,
        "reason": hold.get_reason_display(),
        "language": language_tag(post.language),
        "html": prose(edit.body if edit else post.body),
        "is_edit": edit is not None,
        "changes": changes_of(edit, post) if edit else None,
    }


def shown_group(group: Group) -> dict[str, Any]:
    """What `moderation/held.html` shows of a wave."""
    return {"name": group.sample.group, "count": group.count, "last": group.last, "sample": shown_hold(group.sample)}
