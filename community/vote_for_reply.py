from __future__ import annotations

from django.db import transaction
from django.db.models import F

from community.models import Member, Reply, ReplyVote
from community.note_credit import note_credit


@transaction.atomic
def vote_for_reply(*, reply: Reply, member: Member) -> bool:
    """Give a voice to a reply; False where the member had given it already, and for machines, whose voice does not count."""
    if member.is_machine:
        return False
    _, is_new = ReplyVote.objects.get_or_create(reply=reply, member=member)
    if is_new:
        Reply.objects.filter(pk=reply.pk).update(vote_count=F("vote_count") + 1)
        note_credit(members=[reply.author_id])
    return is_new


@transaction.atomic
def take_back_vote_for_reply(*, reply: Reply, member: Member) -> bool:
    """Take the voice back; False where there was none."""
    gone, _ = ReplyVote.objects.filter(reply=reply, member=member).delete()
    if gone:
        Reply.objects.filter(pk=reply.pk).update(vote_count=F("vote_count") - 1)
        note_credit(members=[reply.author_id])
    return bool(gone)
