from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from community.models import Space, Thread

MOST = 1_000_000_000


class AssistantForm(forms.Form):
    is_on = forms.BooleanField(label=_("It answers"), required=False)
    name = forms.CharField(
        label=_("Name"),
        min_length=2,
        max_length=40,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9\u3400-\u9fff][\w-]*\Z", _("Letters, digits, - and _ only, and a letter or digit first.")
            )
        ],
        help_text=_("Members call it with @ and this name."),
    )
    questions_per_hour = forms.IntegerField(label=_("Questions of one member in an hour"), min_value=0, max_value=MOST)
    questions_per_day = forms.IntegerField(label=_("Questions of all in a day"), min_value=0, max_value=MOST)
    tokens_per_day = forms.IntegerField(
        label=_("Tokens in a day"),
        min_value=0,
        max_value=MOST,
        help_text=_("Sent and received together, as the endpoint counts."),
    )
    spaces = forms.ModelMultipleChoiceField(
        label=_("Spaces where it answers every new talk"),
        queryset=Space.objects.exclude(slug="reports"),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reads = forms.MultipleChoiceField(
        label=_("What it may read beside what everyone may"),
        choices=[
            (Thread.Visibility.MEMBERS.value, _("Talks for members only")),
            (Thread.Visibility.TEAM.value, _("Talks for the team only")),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What it reads is sent to the endpoint. Without a tick such talks never leave this site."),
    )


class TestQuestionForm(forms.Form):
    question = forms.CharField(label=_("Ask it something"), max_length=500)
