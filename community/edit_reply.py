from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from community.attach_images import attach_images
from community.drafts import forget_draft
from community.index_threads import index_threads
from community.models import Member, Reply, Thread
from community.revisions import EditedMeanwhile, NotOpenToEdit, keep_revision
from community.tell_mentioned import tell_mentioned


@transaction.atomic
def edit_reply(*, reply: Reply, by: Member, revision: int, body: str, language: str = "und") -> bool:
    """As `edit_thread`, for a reply in a talk or below a report."""
    own = Reply.objects.select_for_update(of=("self",)).filter(author=by, state=Thread.State.VISIBLE)
    standing = own.select_related("thread").filter(pk=reply.pk).first()
    if standing is None:
        raise NotOpenToEdit
    forget_draft(member=by, place=f"edit-reply:{reply.pk}")
    if standing.body == body:
        return False
    if standing.revision != revision:
        raise EditedMeanwhile
    now = timezone.now()
    keep_revision(of=standing, editor=by, ended_at=now)
    Reply.objects.filter(pk=reply.pk).update(body=body, language=language, revision=revision + 1, edited_at=now)
    attach_images(thread=standing.thread, author=by, text=body, reply=standing, was=standing.body)
    index_threads([standing.thread_id])
    standing.body = body
    tell_mentioned(thread=standing.thread, reply=standing, by=by)
    return True
