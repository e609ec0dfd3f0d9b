"""The three things a person says of a held post: let it through, remove it, and let it wait again after all.

Each moves the hold and the post together, on a condition, so that of several who press at once one does it.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from community.apply_edit import apply_edit, unmake_edit
from community.index_threads import index_threads
from community.models import Hold, Member, PendingEdit, Reply, Thread
from community.note_credit import note_credit
from community.notify import notify
from community.pending_edits import pending_of
from community.publish_post import publish_reply, publish_thread, unpublish_reply
from community.queries import reply_url

State = Thread.State


@transaction.atomic
def let_go(*, hold: Hold, by: Member, settled_as: UUID) -> bool:
    """Let others see the post, and tell them as if it had been written now. False where it no longer waits."""
    if not _settle(hold, Hold.State.LET_GO, by, settled_as, State.VISIBLE):
        return False
    if hold.thread:
        publish_thread(thread=hold.thread)
    elif hold.reply:
        publish_reply(reply=hold.reply, at=timezone.now())
    _tell(hold, "edit_let_go" if hold.edit else "let_go")
    return True


@transaction.atomic
def remove_held(*, hold: Hold, by: Member, settled_as: UUID) -> bool:
    """Hide the post from all but its author and the moderators, or leave the edit unmade. False where it no longer waits."""
    if not _settle(hold, Hold.State.REMOVED, by, settled_as, State.HIDDEN):
        return False
    note_credit(members=[hold.author_id])
    _tell(hold, "edit_refused" if hold.edit else "held_removed")
    return True


@transaction.atomic
def hold_again(*, hold: Hold) -> bool:
    """Undo what was said of it: the post, or the edit, waits as before. False where nothing was said, or the post is gone
    or edited meanwhile."""
    standing = _edited(hold)
    was = Hold.objects.select_for_update().get(pk=hold.pk).state
    if was == Hold.State.WAITING:
        return False
    if not _move(hold, standing, State.VISIBLE if was == Hold.State.LET_GO else State.HIDDEN, State.HELD):
        return False
    Hold.objects.filter(pk=hold.pk, state=was).update(
        state=Hold.State.WAITING, decided_by=None, decided_at=None, settled_as=None
    )
    if was == Hold.State.LET_GO and hold.reply:
        unpublish_reply(reply=hold.reply)
    note_credit(members=[hold.author_id], threads=[hold.thread_id] if hold.thread_id else [])
    if hold.thread_id:
        index_threads([hold.thread_id])
    return True


def _settle(hold: Hold, state: str, by: Member, settled_as: UUID, post_state: str) -> bool:
    """The hold is locked, then its post moves; a post that its author took back moves nowhere, and its hold stays."""
    standing = _edited(hold)
    waiting = Hold.objects.select_for_update(of=("self",)).filter(pk=hold.pk, state=Hold.State.WAITING)
    if not waiting.exists() or not _move(hold, standing, State.HELD, post_state):
        return False
    Hold.objects.filter(pk=hold.pk, state=Hold.State.WAITING).update(
        state=state, decided_by=by, decided_at=timezone.now(), settled_as=settled_as
    )
    return True


def _move(hold: Hold, standing: Thread | Reply | None, before: str, after: str) -> bool:
    if hold.edit is not None:
        return _move_edit(hold, hold.edit, standing, before, after)
    if hold.thread_id is not None:
        return bool(Thread.objects.filter(pk=hold.thread_id, state=before).update(state=after))
    return bool(Reply.objects.filter(hold=hold, state=before).update(state=after))


def _move_edit(hold: Hold, edit: PendingEdit, standing: Thread | Reply | None, before: str, after: str) -> bool:
    """The edit as if it were a post: visible where it stands, hidden where it was refused.

    False where its post is gone, says something else by now, or waits for another edit.
    """
    if standing is None or standing.revision != edit.revision + (before == State.VISIBLE):
        return False
    if after == State.HELD and pending_of(standing).exclude(pk=edit.pk).exists():
        return False
    if after == State.VISIBLE:
        apply_edit(to=standing, by=hold.author, title=edit.title, body=edit.body, language=edit.language)
    elif before == State.VISIBLE:
        return unmake_edit(of=standing, by=hold.author)
    return True


def _edited(hold: Hold) -> Thread | Reply | None:
    """What an edit would change, locked; None where its author took it back, or a moderator hid it, and for a whole post.

    Asked before the hold is locked: an author who edits again locks the post first, too, and then takes the hold away.
    """
    edit = hold.edit
    if edit is None:
        return None
    if edit.reply_id is not None:
        found = Reply.objects.select_for_update(of=("self",)).select_related("thread")
        return found.filter(pk=edit.reply_id, state=State.VISIBLE).first()
    return Thread.objects.select_for_update(of=("self",)).filter(pk=edit.thread_id, state=State.VISIBLE).first()


def _tell(hold: Hold, event: str) -> None:
    post = hold.post
    thread, url = (post.thread, reply_url(post.thread, post)) if isinstance(post, Reply) else (post, post.get_absolute_url())
    key, title = f"hold-{hold.pk}-{event}", thread.title
    notify(member=hold.author, event=event, thread=thread, url=url, detail={"title": title}, key=key)
