from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tuning.formats.containers import CONTAINERS
from tuning.formats.registry import FORMATS
from tuning.models import Recipe


class RecipeForm(forms.Form):
    slug = forms.SlugField(label=_("Short name"), help_text=_("Letters, digits and hyphens; part of its address."))
    name = forms.CharField(label=_("Name"), max_length=80)
    about = forms.CharField(label=_("What it is for"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    kinds = forms.MultipleChoiceField(
        label=_("Rows"),
        choices=[
            ("preference", _("Preference pairs: the correction against the answer")),
            ("sft", _("Examples to imitate: the prompt with the correction")),
            ("kto", _("Single answers, judged good or bad")),
        ],
        initial=["preference", "sft", "kto"],
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[("zh", _("Chinese")), ("en", _("English"))],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all."),
    )
    min_value = forms.FloatField(
        label=_("Least value"),
        min_value=0,
        max_value=1,
        initial=0,
        help_text=_("0 to 1: what a report can teach, as classified."),
    )
    test_share = forms.FloatField(
        label=_("Held out for testing"), min_value=0, max_value=0.9, initial=0.1, help_text=_("0.1 is one report in ten.")
    )

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if Recipe.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("There is a dataset of that name already."))
        return slug


class DownloadForm(forms.Form):
    format = forms.ChoiceField(label=_("Format"), choices=[(name, name) for name in FORMATS])
    container = forms.ChoiceField(label=_("Container"), choices=[(name, name) for name in CONTAINERS])
