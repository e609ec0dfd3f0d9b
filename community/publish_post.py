"""What follows when others see a post for the first time: at once, or when a person has let it through."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from community.announce import announce
from community.ask_assistant import ask_assistant
from community.index_threads import index_threads
from community.models import Notice, Reply, Thread, ThreadTag
from community.note_credit import note_credit
from community.notify import notify
from community.queries import reply_url
from community.tell_mentioned import tell_mentioned


def publish_reply(*, reply: Reply, at: datetime) -> None:
    """Count a reply, move its thread up, and tell its author and the one who is answered; in the caller's transaction."""
    thread = reply.thread
    alive = Greatest("active_at", at)  # what was said elsewhere and earlier does not send a thread down
    Thread.objects.filter(pk=thread.pk).update(reply_count=F("reply_count") + 1, active_at=alive)
    ThreadTag.objects.filter(thread=thread).update(active_at=alive)
    index_threads([thread.pk])
    announce(thread=thread, reply=reply)
    told = ({thread.author, reply.parent.author} if reply.parent else {thread.author}) - {reply.author}
    for member in told:
        notify(
            member=member,
            event="replied",
            thread=thread,
            reply=reply,
            url=reply_url(thread, reply),
            detail={"by": reply.author.username, "title": thread.title},
            key=f"reply-{reply.pk}",
        )
    tell_mentioned(thread=thread, reply=reply, by=reply.author, but=frozenset(member.pk for member in told))
    ask_assistant(thread=thread, asked_by=reply.author, reply=reply)
    note_credit(members=[reply.author_id])


def unpublish_reply(*, reply: Reply) -> None:
    """Take back what `publish_reply` did: the count, and what was told of it."""
    Thread.objects.filter(pk=reply.thread_id).update(reply_count=F("reply_count") - 1)
    Thread.objects.filter(pk=reply.thread_id, accepted=reply).update(accepted=None)
    Notice.objects.filter(key=f"reply-{reply.pk}", thread=reply.thread_id).delete()
    index_threads([reply.thread_id])
    note_credit(members=[reply.author_id])


def publish_thread(*, thread: Thread) -> None:
    """Let those who watch hear of a thread that waited, and put it where it would stand had it been written now."""
    now = timezone.now()
    Thread.objects.filter(pk=thread.pk).update(active_at=now)
    ThreadTag.objects.filter(thread=thread).update(active_at=now)
    announce(thread=thread)
    note_credit(members=[thread.author_id])
    index_threads([thread.pk])
    tell_mentioned(thread=thread, by=thread.author)
    if not thread.is_report:
        ask_assistant(thread=thread, asked_by=thread.author)
