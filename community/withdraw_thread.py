from __future__ import annotations

from community.models import Thread


def withdraw_thread(*, thread_id: int) -> bool:
    """Take a thread away from every reader; False where it was gone already."""
    return bool(Thread.objects.filter(pk=thread_id).exclude(state=Thread.State.WITHDRAWN).update(state=Thread.State.WITHDRAWN))
