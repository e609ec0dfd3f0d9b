from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from community.channels import ALWAYS, DEFAULTS
from community.models import Channel, ChannelChoice, Event, Member


@transaction.atomic
def choose_channels(*, member: Member, chosen: Mapping[tuple[Event, Channel], bool]) -> None:
    """Keep what differs from the defaults; who agrees with them follows them when they change."""
    for (event, channel), is_on in chosen.items():
        if (event, channel) in ALWAYS:
            continue
        if is_on == (channel in DEFAULTS[event]):
            ChannelChoice.objects.filter(member=member, event=event, channel=channel).delete()
        else:
            ChannelChoice.objects.update_or_create(member=member, event=event, channel=channel, defaults={"is_on": is_on})
