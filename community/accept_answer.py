from __future__ import annotations

from django.db import transaction

from community.models import Member, Reply, Thread
from community.note_credit import note_credit
from community.notify import notify
from community.queries import reply_url


@transaction.atomic
def accept_answer(*, reply: Reply, by: Member) -> bool:
    """Mark a reply as what answers its thread, instead of any other; False where it was marked already.

    The one who answered is told, once for each answer.
    """
    thread = reply.thread
    before = Reply.objects.filter(pk__in=Thread.objects.filter(pk=thread.pk).values("accepted")).values_list(
        "author", flat=True
    )
    authors = [reply.author_id, *before]
    if not Thread.objects.filter(pk=thread.pk).exclude(accepted=reply).update(accepted=reply):
        return False
    note_credit(members=authors)
    if reply.author != by:
        notify(
            member=reply.author,
            event="answer_accepted",
            thread=thread,
            reply=reply,
            url=reply_url(thread, reply),
            detail={"by": by.username, "title": thread.title},
            key=f"answer-{reply.pk}",
        )
    return True


@transaction.atomic
def take_back_answer(*, reply: Reply) -> bool:
    """Let the thread be without an accepted answer again; False where this was not the one."""
    if not Thread.objects.filter(pk=reply.thread_id, accepted=reply).update(accepted=None):
        return False
    note_credit(members=[reply.author_id])
    return True
