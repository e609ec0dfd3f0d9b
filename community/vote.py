from __future__ import annotations

from django.db import transaction
from django.db.models import F

from community.models import Member, Thread, Vote
from community.note_credit import note_credit


@transaction.atomic
def vote(*, thread: Thread, member: Member) -> bool:
    """Give a voice to a thread; False where the member had given it already, and for machines, whose voice does not count."""
    if member.is_machine:
        return False
    _, is_new = Vote.objects.get_or_create(thread=thread, member=member)
    if is_new:
        Thread.objects.filter(pk=thread.pk).update(vote_count=F("vote_count") + 1)
        note_credit(members=[thread.author_id, member.pk])
    return is_new


@transaction.atomic
def take_back_vote(*, thread: Thread, member: Member) -> bool:
    """Take the voice back; False where there was none."""
    gone, _ = Vote.objects.filter(thread=thread, member=member).delete()
    if gone:
        Thread.objects.filter(pk=thread.pk).update(vote_count=F("vote_count") - 1)
        note_credit(members=[thread.author_id, member.pk])
    return bool(gone)
