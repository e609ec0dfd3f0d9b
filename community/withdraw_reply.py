from __future__ import annotations

from django.db import transaction
from django.db.models import F

from community.index_threads import index_threads
from community.models import Member, Reply, Thread
from community.note_credit import note_credit


@transaction.atomic
def withdraw_reply(*, reply: Reply, by: Member) -> bool:
    """Take one's own reply away from every reader; its place stays where it is answered. False where it was not seen.

    What a moderator hid is not the author's to take back, or they could bring it back as well.
    """
    own = Reply.objects.filter(pk=reply.pk, author=by, state=Thread.State.VISIBLE)
    if not own.update(state=Thread.State.WITHDRAWN):
        return False
    Thread.objects.filter(pk=reply.thread_id).update(reply_count=F("reply_count") - 1)
    index_threads([reply.thread_id])
    note_credit(members=[by.pk])
    return True


@transaction.atomic
def restore_reply(*, reply: Reply, by: Member) -> bool:
    """Bring back what its author took back; False where it was not they."""
    own = Reply.objects.filter(pk=reply.pk, author=by, state=Thread.State.WITHDRAWN)
    if not own.update(state=Thread.State.VISIBLE):
        return False
    Thread.objects.filter(pk=reply.thread_id).update(reply_count=F("reply_count") + 1)
    index_threads([reply.thread_id])
    note_credit(members=[by.pk])
    return True
