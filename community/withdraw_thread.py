from __future__ import annotations

from django.db import transaction

from community.attach_images import remove_images
from community.index_threads import index_threads
from community.models import Member, Thread
from community.note_credit import note_credit


@transaction.atomic
def withdraw_thread(*, thread_id: int) -> bool:
    """Take a thread away from every reader; False where it was gone already."""
    standing = Thread.objects.filter(pk=thread_id).exclude(state=Thread.State.WITHDRAWN)
    if not standing.update(state=Thread.State.WITHDRAWN):
        return False
    remove_images(thread_id=thread_id)
    index_threads([thread_id])
    note_credit(threads=[thread_id])
    return True


@transaction.atomic
def take_back_thread(*, thread: Thread, by: Member) -> bool:
    """Take one's own talk away from every reader; False where it was not to be seen, and for a report."""
    own = Thread.objects.filter(pk=thread.pk, author=by, is_report=False, state=Thread.State.VISIBLE)
    if not own.update(state=Thread.State.WITHDRAWN):
        return False
    index_threads([thread.pk])
    note_credit(threads=[thread.pk])
    return True


@transaction.atomic
def restore_thread(*, thread: Thread, by: Member) -> bool:
    """Bring back a talk that its author took back; False where it was not they."""
    own = Thread.objects.filter(pk=thread.pk, author=by, is_report=False, state=Thread.State.WITHDRAWN)
    if not own.update(state=Thread.State.VISIBLE):
        return False
    index_threads([thread.pk])
    note_credit(threads=[thread.pk])
    return True
