from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models import Decision

LABELS = [
    ("training_signal", _("Signal")),
    ("bug_report", _("Bug")),
    ("feature_request", _("Wish")),
    ("question", _("Question")),
    ("praise", _("Praise")),
    ("noise", _("Noise")),
]


class DecisionForm(forms.Form):
    verb = forms.ChoiceField(choices=Decision.Verb.choices, widget=forms.HiddenInput)
    labels = forms.MultipleChoiceField(
        label=_("What it is"), choices=LABELS, required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 1}),
        help_text=_("The author reads it."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        verb = given.get("verb")
        if verb in {Decision.Verb.ACCEPT, Decision.Verb.RELABEL} and not given.get("labels"):
            self.add_error("labels", _("Say what it is."))
        if verb == Decision.Verb.DECLINE and not given.get("reason", "").strip():
            self.add_error("reason", _("Say why: the author reads it."))
        return given


class HeldForm(forms.Form):
    """One held post by its number, or a group up to the newest post that the moderator saw."""

    verb = forms.ChoiceField(choices=[("let_go", ""), ("remove", "")])
    hold = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    group = forms.CharField(max_length=40, required=False)
    up_to = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("hold") and not (given.get("group") and given.get("up_to")):
            raise forms.ValidationError("one post, or a group and how far it was seen")
        return given
