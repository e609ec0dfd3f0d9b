"""Edits that wait for a person: put there, and taken away when their author writes another."""

from __future__ import annotations

from django.db.models import QuerySet

from community.models import Hold, PendingEdit, Reply, Thread


def pending_of(of: Thread | Reply) -> QuerySet[PendingEdit]:
    """What waits of a post: one edit at most, since its row is locked by whoever adds or takes away."""
    at = {"thread": of.thread_id, "reply": of} if isinstance(of, Reply) else {"thread": of, "reply": None}
    return PendingEdit.objects.filter(hold__state=Hold.State.WAITING, **at)


def drop_pending(of: Thread | Reply) -> int:
    """Its author wrote something else, or wants none of it: says how many edits were there, 0 or 1."""
    return pending_of(of).delete()[1].get("community.PendingEdit", 0)
