from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from base.ring import ring
from community.models import AssistantRequest


@transaction.atomic
def ask_again(*, request_id: int) -> bool:
    """Let the assistant try anew what it gave up on; False where it had not."""
    parked = AssistantRequest.objects.filter(pk=request_id, state=AssistantRequest.State.FAILED)
    if not parked.update(state=AssistantRequest.State.WAITING, attempts=0, next_try_at=timezone.now(), settled_at=None):
        return False
    ring("assistant_asked")
    return True
