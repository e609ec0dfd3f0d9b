"""Keys and webhooks: what other programs are given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from feedback.access_key import SCOPES
from feedback.models import AccessKey, WebhookEndpoint
from feedback.webhooks.addresses import NotAllowed, target_of
from feedback.webhooks.events import EVENTS

SCOPE_NAMES = {
    "reports:write": _("Submit reports"),
    "reports:read": _("Read reports, also those that are not public"),
    "datasets:read": _("Read datasets"),
}
REFUSALS = {
    "form": _("This is no address that can be used: it begins with https:// and a name, without user name and “#”."),
    "scheme": _("The address must begin with https://."),
    "unknown": _("This name is not known to the network."),
    "private": _("This address leads into a private network. Whoever runs the site can allow it in WEBHOOK_HOSTS."),
}
assert set(SCOPE_NAMES) == set(SCOPES)


class KeyForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("Of the program that uses it: reports that name no source bear it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it opens"),
        choices=list(SCOPE_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what the program needs."),
    )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if AccessKey.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is one of this name already."))
        return name


class EndpointForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://example.org/hooks", "autocomplete": "off"}),
    )
    events = forms.MultipleChoiceField(
        label=_("What it is told of"), choices=list(EVENTS.items()), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, named: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if named:
            del self.fields["name"]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if WebhookEndpoint.objects.filter(name=name).exists():
            raise forms.ValidationError(_("There is one of this name already."))
        return name

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            target_of(url)
        except NotAllowed as error:
            raise forms.ValidationError(REFUSALS[error.why]) from None
        return url


class ReplayForm(forms.Form):
    since = forms.DateTimeField(
        label=_("Everything since"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
