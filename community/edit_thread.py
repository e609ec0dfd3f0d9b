from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from community.attach_images import attach_images
from community.drafts import forget_draft
from community.index_threads import index_threads
from community.models import Member, Thread
from community.revisions import EditedMeanwhile, NotOpenToEdit, keep_revision
from community.tell_mentioned import tell_mentioned


@transaction.atomic
def edit_thread(*, thread: Thread, by: Member, revision: int, title: str, body: str, language: str = "und") -> bool:
    """Change what the author said, begun from the text numbered `revision`; the earlier one is kept.

    False where nothing changes. Raises `EditedMeanwhile` where the text is another by now, and `NotOpenToEdit`,
    for a report always: what that says is evidence.
    """
    own = Thread.objects.select_for_update().filter(author=by, is_report=False, state=Thread.State.VISIBLE)
    standing = own.filter(pk=thread.pk).first()
    if standing is None:
        raise NotOpenToEdit
    forget_draft(member=by, place=f"edit-thread:{thread.pk}")
    if (standing.title, standing.body) == (title, body):
        return False
    if standing.revision != revision:
        raise EditedMeanwhile
    now = timezone.now()
    keep_revision(of=standing, editor=by, ended_at=now)
    Thread.objects.filter(pk=thread.pk).update(title=title, body=body, language=language, revision=revision + 1, edited_at=now)
    attach_images(thread=standing, author=by, text=body, was=standing.body)
    index_threads([thread.pk])
    standing.title, standing.body = title, body
    tell_mentioned(thread=standing, by=by)
    return True
