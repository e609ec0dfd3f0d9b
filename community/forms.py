from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import Space


class ThreadForm(forms.Form):
    space = forms.ModelChoiceField(label=_("Space"), queryset=Space.objects.exclude(slug="reports"), to_field_name="slug")
    title = forms.CharField(label=_("Title"), max_length=200)
    body = forms.CharField(
        label=_("What you want to say"),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Markdown works."),
    )


class ReplyForm(forms.Form):
    body = forms.CharField(label=_("Your reply"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 4}))
