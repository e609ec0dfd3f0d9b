"""Which channels a member is told by: what they chose, else what is sensible."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings

from community.models import Channel, ChannelChoice, Event, Member, PushSubscription

# What the matrix calls a notice's event. One that is not here was said in a talk, as an answer is.
EVENT_OF = {
    "mentioned": Event.MENTION,
    "followed_thread": Event.FOLLOWED,
    "followed_reply": Event.FOLLOWED,
    "accepted": Event.DECISION,
    "declined": Event.DECISION,
    "relabelled": Event.DECISION,
    "reopened": Event.DECISION,
    "let_go": Event.DECISION,
    "held_removed": Event.DECISION,
    "edit_let_go": Event.DECISION,
    "edit_refused": Event.DECISION,
    "in_dataset": Event.DATASET,
    "released": Event.RELEASED,
    "confirm_asked": Event.CONFIRM,
    **dict.fromkeys(["level_1", "level_2", "level_3", "level_down", "badge"], Event.STANDING),
    "digest": Event.DIGEST,
}
# A dataset is no reason to write a mail, what is watched none to ring a telephone, nor a digest to ring a telephone.
DEFAULTS = {
    Event.REPLY: {Channel.SITE, Channel.MAIL, Channel.PUSH},
    Event.MENTION: {Channel.SITE, Channel.MAIL, Channel.PUSH},
    Event.FOLLOWED: {Channel.SITE, Channel.MAIL},
    Event.DECISION: {Channel.SITE, Channel.MAIL, Channel.PUSH},
    Event.DATASET: {Channel.SITE},
    Event.RELEASED: {Channel.SITE, Channel.MAIL, Channel.PUSH},
    Event.CONFIRM: {Channel.SITE, Channel.MAIL},
    Event.STANDING: {Channel.SITE},
    Event.DIGEST: {Channel.MAIL},
}
# Nobody can look away from what was decided about their own words.
ALWAYS = {(Event.DECISION, Channel.SITE)}


def event_of(notice_event: str) -> Event:
    return EVENT_OF.get(notice_event, Event.REPLY)


def matrix(member: Member) -> dict[tuple[Event, Channel], bool]:
    """Whether each event is told by each channel; one query."""
    chosen = {(event, channel): channel in DEFAULTS[event] for event in Event for channel in Channel}
    for choice in ChannelChoice.objects.filter(member=member):
        chosen[Event(choice.event), Channel(choice.channel)] = choice.is_on
    return {**chosen, **dict.fromkeys(ALWAYS, True)}


def channels_of(member: Member, event: Event) -> set[Channel]:
    """The channels that `event` takes to `member`: chosen, and leading somewhere."""
    chosen = set(DEFAULTS[event])
    for choice in ChannelChoice.objects.filter(member=member, event=event):
        (chosen.add if choice.is_on else chosen.discard)(Channel(choice.channel))
    chosen |= {channel for always, channel in ALWAYS if always == event}
    if Channel.MAIL in chosen and not mail_address(member):
        chosen.discard(Channel.MAIL)
    if Channel.PUSH in chosen and not PushSubscription.objects.filter(member=member).exists():
        chosen.discard(Channel.PUSH)
    return chosen


def mail_address(member: Member) -> str:
    """Where mail for `member` goes; "" where no mail server is configured, or the address is not proved to be theirs.

    An address that an administrator gave on the console has no row of allauth's, and needs no proof.
    """
    if not settings.HAS_MAIL or not member.email or not member.is_active:
        return ""
    known = EmailAddress.objects.filter(user=member, email__iexact=member.email).first()
    return member.email if known is None or known.verified else ""
