from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from community.attach_images import attach_images
from community.follow import follow_own
from community.models import Member, Reply, Thread
from community.models.thread import MAX_DEPTH
from community.publish_post import publish_reply
from community.weigh_post import hold_post, weigh_post


@transaction.atomic
def reply(*, thread: Thread, author: Member, body: str, parent: Reply | None = None, language: str = "und") -> Reply:
    """Answer in a thread, or answer a reply in it; its author and the one who is answered are told.

    A new member's may wait to be looked at first: then its state says so, and nobody is told yet.
    """
    weighed = weigh_post(author=author, text=body)
    said = Reply.objects.create(
        thread=thread,
        author=author,
        parent=parent,
        ancestors=parent.path[:MAX_DEPTH] if parent else [],
        body=body,
        language=language,
        is_first=weighed.is_first,
        state=Thread.State.HELD if weighed.reason else Thread.State.VISIBLE,
        created_at=timezone.now(),
    )
    hold_post(weighed=weighed, author=author, reply=said)
    attach_images(thread=thread, author=author, text=body, reply=said)
    follow_own(member=author, thread=thread)
    if not weighed.reason:
        publish_reply(reply=said, at=said.created_at)
    return said
