from __future__ import annotations

from django.db import transaction

from community.apply_edit import apply_edit
from community.drafts import forget_draft
from community.models import Member, Reply, Thread
from community.pending_edits import drop_pending
from community.revisions import EditedMeanwhile, NotOpenToEdit
from community.weigh_post import hold_edit, weigh_edit


@transaction.atomic
def edit_reply(*, reply: Reply, by: Member, revision: int, body: str, language: str = "und") -> bool:
    """As `edit_thread`, for a reply in a talk or below a report."""
    weighed = weigh_edit(of=reply, author=by, before=reply.body, after=body)
    own = Reply.objects.select_for_update(of=("self",)).filter(author=by, state=Thread.State.VISIBLE)
    standing = own.select_related("thread").filter(pk=reply.pk).first()
    if standing is None:
        raise NotOpenToEdit
    forget_draft(member=by, place=f"edit-reply:{reply.pk}")
    if standing.body == body:
        return bool(drop_pending(standing))
    if standing.revision != revision:
        raise EditedMeanwhile
    drop_pending(standing)
    if not hold_edit(weighed=weighed, of=standing, author=by, title="", body=body, language=language):
        apply_edit(to=standing, by=by, title="", body=body, language=language)
    return True
