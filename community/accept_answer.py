from __future__ import annotations

from django.db import transaction

from community.models import Member, Reply, Thread
from community.notify import notify
from community.queries import reply_url


@transaction.atomic
def accept_answer(*, reply: Reply, by: Member) -> bool:
    """Mark a reply as what answers its thread, instead of any other; False where it was marked already.

    The one who answered is told, once for each answer.
    """
    thread = reply.thread
    if not Thread.objects.filter(pk=thread.pk).exclude(accepted=reply).update(accepted=reply):
        return False
    if reply.author != by:
        notify(
            member=reply.author,
            event="answer_accepted",
            thread=thread,
            url=reply_url(thread, reply),
            detail={"by": by.username, "title": thread.title},
            key=f"answer-{reply.pk}",
        )
    return True


def take_back_answer(*, reply: Reply) -> bool:
    """Let the thread be without an accepted answer again; False where this was not the one."""
    return bool(Thread.objects.filter(pk=reply.thread_id, accepted=reply).update(accepted=None))
