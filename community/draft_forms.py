"""Forms that take up where their writer left off."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import QueryDict

from community.drafts import draft_of
from community.models import Draft, Member

NEVER_KEPT = {"csrfmiddlewaretoken", "place", "form_id", "preview", "add_image", "password", "step", "pasted"}


class Prose(forms.CharField):
    """Words in Markdown, with the line ends of this side; "Preview" shows them."""

    def __init__(self, **kwargs: Any) -> None:
        rows = kwargs.pop("rows", 4)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows, "data-composer": ""}), **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class SentOnce(forms.Form):
    """A form with a name of its own, by which the verb knows one that is sent twice."""

    form_id = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: Draft | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = None if self.is_bound else draft
        self.initial.setdefault("form_id", uuid.uuid4().hex)
        kept = first_values(self.draft)
        self.initial.update({name: value for name, value in kept.items() if name in self.fields})


def waiting_draft(member: Member, place: str, *, method: str) -> Draft | None:
    """The draft that a form which is opened begins with; none for one that is sent."""
    return draft_of(member, place) if method == "GET" else None


def first_values(draft: Draft | None) -> dict[str, str]:
    """What a form that is opened is filled with."""
    return {name: values[0] for name, values in (draft.fields if draft else {}).items() if values}


def kept_fields(sent: QueryDict) -> dict[str, list[str]]:
    """What of a form that is being written goes into its draft."""
    return {name: [str(value) for value in sent.getlist(name)] for name in sent if name not in NEVER_KEPT}
