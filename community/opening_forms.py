"""What is typed where somebody comes in: the waiting list, invitations, and what administrators settle about both."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from community.invitations import MAX_USES
from community.models import Feature, Group, SiteMode
from community.trust import LEVELS


class WaitingForm(forms.Form):
    name = forms.CharField(
        label=_("What shall we call you?"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "nickname"})
    )
    address = forms.EmailField(
        label=_("Email address"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    why = forms.CharField(
        label=_("What would you like to do here?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address = self.fields["address"]
        if settings.HAS_MAIL:
            address.required = True
            address.help_text = _("We write to it once, when you are let in, and use it for nothing else.")
        else:
            address.help_text = _("This site sends no mail; whoever runs it may write to you by hand.")


class InviteForm(forms.Form):
    max_uses = forms.IntegerField(label=_("For how many people?"), min_value=1, max_value=MAX_USES, initial=1)
    note = forms.CharField(
        label=_("A note for yourself"), required=False, max_length=100, help_text=_("Only you and the moderators see it.")
    )

    def __init__(self, *args: Any, left: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left = left

    def clean_max_uses(self) -> int:
        asked: int = self.cleaned_data["max_uses"]
        if self.left is not None and asked > self.left:
            message = ngettext("You can invite %(left)s more person.", "You can invite %(left)s more people.", self.left)
            raise forms.ValidationError(message, params={"left": self.left})
        return asked


class GrantForm(forms.Form):
    count = forms.IntegerField(label=_("More invitations"), min_value=1, max_value=500)


class SiteForm(forms.Form):
    joining = forms.ChoiceField(label=_("Who may join?"), choices=SiteMode.Joining.choices, widget=forms.RadioSelect)
    percent = forms.IntegerField(
        label=_("Share of the waiting list, in percent"),
        min_value=0,
        max_value=100,
        help_text=_(
            "Only for stages. Raise it step by step: the same people stay in, and more come. Whoever was let in stays, "
            "whatever you choose later."
        ),
    )
    reading = forms.ChoiceField(
        label=_("Who may read?"),
        choices=SiteMode.Reading.choices,
        widget=forms.RadioSelect,
        help_text=_("Members only: visitors see nothing but the pages for signing in and joining."),
    )


class FeatureForm(forms.Form):
    """Who sees one feature; what stands under “some” adds up."""

    who = forms.ChoiceField(label=_("Who sees it?"), choices=Feature.Who.choices, widget=forms.RadioSelect)
    percent = forms.IntegerField(label=_("Share of the members, in percent"), min_value=0, max_value=100)
    level = forms.TypedChoiceField(
        label=_("From trust level"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: [("", _("No level")), *((str(level), str(level)) for level in LEVELS)],
    )
    group = forms.ModelChoiceField(
        label=_("A group"), queryset=Group.objects.order_by("pk"), required=False, empty_label=_("No group")
    )
    team = forms.BooleanField(label=_("The team"), required=False)
