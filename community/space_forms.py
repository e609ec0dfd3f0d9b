from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import Group, Space
from community.trust import LEVELS


class SpaceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A space with its rules. The address of one that is there stays, since links lead to it."""

    level_needed = forms.TypedChoiceField(
        label=_("Trust level from which members begin talks"), coerce=int, choices=[(level, str(level)) for level in LEVELS]
    )

    class Meta:
        model = Space
        fields = (
            *("slug", "name_en", "name_zh", "about_en", "about_zh", "position", "who_reads", "who_writes", "level_needed"),
            *("who_replies", "group", "is_read_only", "why_read_only_en", "why_read_only_zh"),
        )
        labels = {
            "slug": _("Address"),
            "name_en": _("Name in English"),
            "name_zh": _("Name in Chinese"),
            "about_en": _("What it is for, in English"),
            "about_zh": _("What it is for, in Chinese"),
            "position": _("Place in the list"),
            "who_reads": _("Who reads?"),
            "who_writes": _("Who begins talks?"),
            "who_replies": _("Who replies?"),
            "group": _("The group"),
            "is_read_only": _("Read-only"),
            "why_read_only_en": _("Why, in English"),
            "why_read_only_zh": _("Why, in Chinese"),
        }
        help_texts = {
            "slug": _("Small letters, digits and hyphens; it stands in links and stays as it is."),
            "is_read_only": _("Everything stays readable, and nothing is added by anybody."),
            "group": _("Needed where one of the rules says “a group”."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["slug"]
        else:
            self.fields["level_needed"].initial = 0

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        rules = {given.get("who_reads"), given.get("who_writes"), given.get("who_replies")}
        if "group" in rules and given.get("group") is None and "group" not in self.errors:
            self.add_error("group", _("Say which group is meant."))
        return given


class GroupForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Group
        fields = ("name_en", "name_zh")
        labels = {"name_en": _("Name in English"), "name_zh": _("Name in Chinese")}


class SeatForm(forms.Form):
    name = forms.CharField(label=_("User name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))
