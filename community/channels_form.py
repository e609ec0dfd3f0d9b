"""The matrix of events by channels, and how often a digest comes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.channels import ALWAYS
from community.models import Channel, DigestPlan, Event
from community.send_push import is_push_service


class ChannelsForm(forms.Form):
    every = forms.ChoiceField(label=_("A digest comes"), choices=DigestPlan.Every, help_text=_("At eight in your morning."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for event in Event:
            for channel in Channel:
                tick = forms.CheckboxInput(attrs={"aria-label": f"{event.label}: {channel.label}"})
                self.fields[name_of(event, channel)] = forms.BooleanField(
                    required=False, widget=tick, disabled=(event, channel) in ALWAYS
                )

    def rows(self) -> list[tuple[str, list[BoundField]]]:
        """Each event with its ticks, in the order of the channels."""
        return [(str(event.label), [self[name_of(event, channel)] for channel in Channel]) for event in Event]

    def chosen(self) -> dict[tuple[Event, Channel], bool]:
        return {
            (event, channel): self.cleaned_data[name_of(event, channel)]
            for event in Event
            for channel in Channel
            if (event, channel) not in ALWAYS
        }


def name_of(event: Event, channel: Channel) -> str:
    return f"{event.value}-{channel.value}"


def why_no_mail(*, has_mail: bool, address: str) -> str:
    """Why the column of mails leads nowhere; "" where it does not."""
    if not has_mail:
        return gettext("This site sends no mail yet; what you choose holds as soon as it does.")
    return "" if address else gettext("You have no proven email address; what you choose holds as soon as you do.")


class PushForm(forms.Form):
    """What a browser gives when it subscribes: the keys are 65 and 16 bytes, base64url without padding."""

    endpoint = forms.CharField(max_length=1000, widget=forms.HiddenInput)
    p256dh = forms.RegexField(r"^[\w-]{87}$", widget=forms.HiddenInput)
    auth = forms.RegexField(r"^[\w-]{22}$", widget=forms.HiddenInput)

    def clean_endpoint(self) -> str:
        endpoint = str(self.cleaned_data["endpoint"])
        if not is_push_service(endpoint):
            raise forms.ValidationError(gettext("This browser uses a push service that the site does not know."))
        return endpoint
