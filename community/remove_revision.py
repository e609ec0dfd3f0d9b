from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from community.models import Hold, Member, PendingEdit, Revision


@transaction.atomic
def remove_revision(*, revision: Revision, by: Member) -> bool:
    """Let an old text of the member's be gone for good, with the mark that it was there; False where it was gone already.

    So does the edit that brought it, where that had waited for a person: it can't be undone any more, since others followed.
    """
    own = Revision.objects.filter(pk=revision.pk, editor=by, removed_at=None)
    if not own.update(title="", body="", removed_at=timezone.now()):
        return False
    at = {"reply": revision.reply_id} if revision.reply_id else {"thread": revision.thread_id, "reply": None}
    waited = PendingEdit.objects.filter(revision=revision.number - 1, **at)
    waited.exclude(hold__state=Hold.State.WAITING).update(title="", body="")
    return True
