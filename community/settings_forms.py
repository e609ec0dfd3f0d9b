from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from community.models import Member
from community.standing_present import LEVEL_NAMES

CONTINENTS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
# As each calls itself: whoever cannot read the page must find their own.
LANGUAGE_NAMES = [("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文")]


@cache
def zone_choices() -> list[tuple[str, str]]:
    """Names of places, by continent; the site's own zone is the empty choice."""
    places = sorted(zone for zone in available_timezones() if zone.split("/")[0] in CONTINENTS)
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)]


class SettingsForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("As this browser says")), *LANGUAGE_NAMES],
        help_text=_("Of the site once you sign in, and of the mails that it sends you."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("The site's own (%(zone)s)") % {"zone": settings.TIME_ZONE}), *zone_choices()],
    )
    about = forms.CharField(
        label=_("About you"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Everyone can read it on your page. Markdown works."),
    )
    assistant_may_answer = forms.BooleanField(
        label=_("The assistant may answer in talks that I begin"),
        required=False,
        help_text=_("It is a machine. What it answers to others in your talk is read by everyone, too."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.HAS_ASSISTANT:
            del self.fields["assistant_may_answer"]


class LeaveForm(forms.Form):
    """A step without a way back asks for the user name, and for the password where there is one."""

    name = forms.CharField(label=_("Type your user name"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    password = forms.CharField(
        label=_("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        if not member.has_usable_password():
            del self.fields["password"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name != self.member.username:
            raise forms.ValidationError(_("This is not your user name; nothing was done."))
        return name

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.member, password):
            raise forms.ValidationError(_("This is not your password; nothing was done."))
        return password


class TestMailForm(forms.Form):
    to = forms.EmailField(label=_("Send it to"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class LinkForm(forms.Form):
    name = forms.CharField(label=_("User name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class PinForm(forms.Form):
    """A level that a moderator keeps somebody at."""

    level = forms.ChoiceField(label=_("Level"), choices=lambda: list(LEVEL_NAMES.items()))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Moderators read it, and the member in what they download of themselves."),
    )
