from __future__ import annotations

from django.db import transaction

from base.ring import ring
from community.channels import channels_of, event_of
from community.models import Channel, Delivery, Event, Follow, Member, Notice, Reply, Thread

SAID = {Event.REPLY, Event.MENTION, Event.FOLLOWED}


@transaction.atomic
def notify(
    *,
    member: Member,
    event: str,
    key: str,
    url: str = "",
    thread: Thread | None = None,
    reply: Reply | None = None,
    detail: dict[str, object],
) -> None:
    """Tell a member something once, by the channels of their choice: the same `key` again is the same
    notice. A machine is told nothing.

    Of a thread that the member has muted nothing is told that was only said; what was decided about it is.
    """
    if member.is_machine or Notice.objects.filter(member=member, key=key).exists():
        return
    if thread and event_of(event) in SAID and Follow.objects.filter(member=member, kind="thread", key=thread.pk, level="muted"):
        return
    channels = channels_of(member, event_of(event))
    on_site = Channel.SITE in channels
    notice, is_new = Notice.objects.get_or_create(
        member=member,
        key=key,
        defaults={"event": event, "url": url, "thread": thread, "reply": reply, "detail": detail, "on_site": on_site},
    )
    away = channels - {Channel.SITE}
    if is_new and away:
        Delivery.objects.bulk_create([Delivery(notice=notice, channel=channel) for channel in sorted(away)])
        ring("notice_made")
