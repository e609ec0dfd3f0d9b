from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from community.announce import announce
from community.ask_assistant import ask_assistant
from community.attach_images import attach_images
from community.follow import follow_own
from community.index_threads import index_threads
from community.models import Member, Reply, Thread, ThreadTag
from community.models.thread import MAX_DEPTH
from community.notify import notify
from community.queries import reply_url


@transaction.atomic
def reply(*, thread: Thread, author: Member, body: str, parent: Reply | None = None, language: str = "und") -> Reply:
    """Answer in a thread, or answer a reply in it; its author and the one who is answered are told."""
    now = timezone.now()
    said = Reply.objects.create(
        thread=thread,
        author=author,
        parent=parent,
        ancestors=parent.path[:MAX_DEPTH] if parent else [],
        body=body,
        language=language,
        created_at=now,
    )
    Thread.objects.filter(pk=thread.pk).update(reply_count=F("reply_count") + 1, active_at=now)
    ThreadTag.objects.filter(thread=thread).update(active_at=now)
    attach_images(thread=thread, author=author, text=body, reply=said)
    index_threads([thread.pk])
    follow_own(member=author, thread=thread)
    announce(thread=thread, reply=said)
    told = {thread.author, parent.author} if parent else {thread.author}
    for member in told - {author}:
        notify(
            member=member,
            event="replied",
            thread=thread,
            url=reply_url(thread, said),
            detail={"by": author.username, "title": thread.title},
            key=f"reply-{said.pk}",
        )
    ask_assistant(thread=thread, asked_by=author, reply=said)
    return said
