"""What follows when an edit takes the place of a text: at once, or when a person has let it through; and the way back."""

from __future__ import annotations

from django.utils import timezone

from base.text.language import detect_language
from community.attach_images import attach_images
from community.index_threads import index_threads
from community.models import Member, Reply, Thread
from community.revisions import keep_revision
from community.tell_mentioned import tell_mentioned


def apply_edit(*, to: Thread | Reply, by: Member, title: str, body: str, language: str) -> None:
    """Put a text in the place of the one that stands, and keep that; `to` is locked by the caller, in its transaction."""
    now, was = timezone.now(), to.body
    thread, reply = (to.thread, to) if isinstance(to, Reply) else (to, None)
    keep_revision(of=to, editor=by, ended_at=now)
    given = {"body": body, "language": language, "revision": to.revision + 1, "edited_at": now}
    if reply is None:
        given["title"] = title
        Thread.objects.filter(pk=thread.pk).update(**given)
    else:
        Reply.objects.filter(pk=reply.pk).update(**given)
    for name, value in given.items():
        setattr(to, name, value)
    attach_images(thread=thread, author=by, text=body, reply=reply, was=was)
    index_threads([thread.pk])
    tell_mentioned(thread=thread, reply=reply, by=by)


def unmake_edit(*, of: Thread | Reply, by: Member) -> bool:
    """Let `of`, locked by the caller, be as it was before its last edit, of which nothing stays.

    False where that text is gone."""
    was = of.revisions.filter(number=of.revision - 1, removed_at=None).first()
    if was is None:
        return False
    thread, reply = (of.thread, of) if isinstance(of, Reply) else (of, None)
    given = {"body": was.body, "language": detect_language(f"{was.title}\n{was.body}"), "revision": was.number}
    if not was.number:
        given["edited_at"] = None
    if reply is None:
        Thread.objects.filter(pk=thread.pk).update(title=was.title, **given)
    else:
        Reply.objects.filter(pk=reply.pk).update(**given)
    attach_images(thread=thread, author=by, text=was.body, reply=reply, was=of.body)
    was.delete()
    index_threads([thread.pk])
    return True
