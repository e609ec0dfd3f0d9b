from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from community.attach_images import attach_images
from community.drafts import forget_draft
from community.follow import follow_own
from community.models import Member, Reply, Thread
from community.models.thread import MAX_DEPTH
from community.publish_post import publish_reply
from community.revisions import form_key
from community.weigh_post import hold_post, weigh_post


def reply(
    *,
    thread: Thread,
    author: Member,
    body: str,
    parent: Reply | None = None,
    language: str = "und",
    form_id: str = "",
    reproduced_on: str = "",
    created_at: datetime | None = None,
) -> Reply:
    """Answer in a thread, or answer a reply in it; its author, the one who is answered and whoever is mentioned are told.

    A new member's may wait to be looked at first: then its state says so, and nobody is told yet. The same form sent twice is
    one reply, and the second time the first comes back. `reproduced_on` is the model version that did the same, where
    somebody says so below a report; `created_at` is when it was said, where that was elsewhere and earlier.
    """
    key = form_key(form_id, thread.pk, parent.pk if parent else "", body, reproduced_on)
    sent = Reply.objects.filter(author=author, form_key=key)
    if key and (known := sent.first()):
        return known
    said = Reply(thread=thread, author=author, parent=parent, body=body, language=language, form_key=key)
    said.reproduced_on, said.created_at = reproduced_on, created_at or timezone.now()
    try:
        _say(said)
    except IntegrityError:  # two at once: the other one won
        if key and (known := sent.first()):
            return known
        raise
    return said


@transaction.atomic
def _say(said: Reply) -> None:
    thread, author, parent = said.thread, said.author, said.parent
    weighed = weigh_post(author=author, text=said.body)
    said.is_first = weighed.is_first
    said.state = Thread.State.HELD if weighed.reason else Thread.State.VISIBLE
    said.ancestors = parent.path[:MAX_DEPTH] if parent else []
    said.save(force_insert=True)
    hold_post(weighed=weighed, author=author, reply=said)
    attach_images(thread=thread, author=author, text=said.body, reply=said)
    follow_own(member=author, thread=thread)
    forget_draft(member=author, place=f"answer:{parent.pk}" if parent else f"reply:{thread.pk}")
    if not weighed.reason:
        publish_reply(reply=said, at=said.created_at)
