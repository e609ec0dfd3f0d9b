from __future__ import annotations

from django.db import transaction

from community.attach_images import remove_images
from community.index_threads import index_threads
from community.models import Thread
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
