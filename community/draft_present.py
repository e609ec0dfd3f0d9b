"""From drafts to a list of them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from community.models import Draft

BEGINNING = 160  # characters


def shown_draft(draft: Draft) -> dict[str, Any]:
    """Its `name`, `url`, `words` and `at`; where the form stands that it belongs to."""
    kind, _colon, number = draft.place.partition(":")
    names = {
        "thread": _("A new talk"),
        "report": _("A report"),
        "reply": _("A reply"),
        "answer": _("A reply to somebody"),
        "edit-thread": _("An edit of a talk"),
        "edit-reply": _("An edit of a reply"),
    }
    words = next((value for name in ("title", "body", "conversation") if (value := first(draft, name).strip())), "")
    return {
        "place": draft.place,
        "name": names[kind],
        "url": place_url(kind, number),
        "words": words[:BEGINNING],
        "at": draft.saved_at,
    }


def first(draft: Draft, name: str) -> str:
    return str((draft.fields.get(name) or [""])[0])


def place_url(kind: str, number: str) -> str:
    """The page of the form. A report's is named by the room above, which is known here by its address alone."""
    if kind == "report":
        return reverse("feedback:compose")
    if kind == "thread":
        return reverse("community:new_thread")
    names = {"reply": "thread", "answer": "answer", "edit-thread": "edit_thread", "edit-reply": "edit_reply"}
    return reverse(f"community:{names[kind]}", args=[number]) + ("#talk" if kind == "reply" else "")
