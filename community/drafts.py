"""What members typed and have not sent."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from community.models import Draft, Member


def draft_of(member: Member, place: str) -> Draft | None:
    """The draft that waits in `place`; asks nothing where the member has none at all.

    Places: "thread", "report", "reply:THREAD", "answer:REPLY", "edit-thread:THREAD", "edit-reply:REPLY".
    """
    if not member.draft_count:
        return None
    return Draft.objects.filter(member=member, place=place, sent_at=None).first()


def drafts_of(member: Member) -> list[Draft]:
    """All that wait, newest first; `save_draft.MOST` at most."""
    return list(Draft.objects.filter(member=member, sent_at=None).order_by("-saved_at"))


@transaction.atomic(savepoint=False)  # a part of what calls it, whole or not at all
def forget_draft(*, member: Member, place: str) -> bool:
    """What was in `place` is sent, or no longer wanted; False where nothing waited there.

    An empty mark stays for a while, so that a save that is overtaken brings nothing back.
    """
    waiting = Draft.objects.filter(member=member, place=place, sent_at=None)
    if not waiting.update(sent_at=timezone.now(), fields={}):
        return False
    count_drafts(member)
    return True


def count_drafts(member: Member) -> None:
    """Write down how many wait. The member's row is locked first, so that of two at once the second counts both."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    waiting = Draft.objects.filter(member=member, sent_at=None).count()
    Member.objects.filter(pk=member.pk).update(draft_count=waiting)
    member.draft_count = waiting
