from __future__ import annotations

from django.db import transaction

from community.apply_edit import apply_edit
from community.drafts import forget_draft
from community.models import Member, Thread
from community.pending_edits import drop_pending
from community.revisions import EditedMeanwhile, NotOpenToEdit
from community.weigh_post import hold_edit, weigh_edit


@transaction.atomic
def edit_thread(*, thread: Thread, by: Member, revision: int, title: str, body: str, language: str = "und") -> bool:
    """Change what the author said, begun from the text numbered `revision`; the earlier one is kept.

    What a new member's edit adds is weighed as a new post is: where that has to wait, the earlier text stands meanwhile.
    Another edit takes the place of one that waits, and saving what stands there takes it away.
    False where nothing changes. Raises `EditedMeanwhile` where the text is another by now, and `NotOpenToEdit`,
    for a report always: what that says is evidence.
    """
    weighed = weigh_edit(of=thread, author=by, before=f"{thread.title}\n{thread.body}", after=f"{title}\n{body}")
    own = Thread.objects.select_for_update().filter(author=by, is_report=False, state=Thread.State.VISIBLE)
    standing = own.filter(pk=thread.pk).first()
    if standing is None:
        raise NotOpenToEdit
    forget_draft(member=by, place=f"edit-thread:{thread.pk}")
    if (standing.title, standing.body) == (title, body):
        return bool(drop_pending(standing))
    if standing.revision != revision:
        raise EditedMeanwhile
    drop_pending(standing)
    if not hold_edit(weighed=weighed, of=standing, author=by, title=title, body=body, language=language):
        apply_edit(to=standing, by=by, title=title, body=body, language=language)
    return True
