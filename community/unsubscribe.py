from __future__ import annotations

from community.choose_channels import choose_channels
from community.models import Channel, Event, Member


def unsubscribe(*, member: Member, event: Event) -> None:
    """No more mail about `event`; what waits already is dropped when its turn comes."""
    choose_channels(member=member, chosen={(event, Channel.MAIL): False})
