"""The only door to what members wrote: whoever may not see a thing gets a 404, as if it were not there."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404

from community.models import Member, Reply, Thread

Viewer = Member | AnonymousUser


def open_to(viewer: Viewer) -> list[str]:
    """The visibilities that are open to `viewer`."""
    if not isinstance(viewer, Member):
        return [Thread.Visibility.PUBLIC]
    if viewer.is_moderator or viewer.is_data_team:
        return [Thread.Visibility.PUBLIC, Thread.Visibility.MEMBERS, Thread.Visibility.TEAM]
    return [Thread.Visibility.PUBLIC, Thread.Visibility.MEMBERS]


def visible_threads(viewer: Viewer) -> QuerySet[Thread]:
    """Threads that `viewer` may open: what is open to them, and all of their own that is not withdrawn."""
    seen = Q(state=Thread.State.VISIBLE, visibility__in=open_to(viewer))
    if isinstance(viewer, Member):
        own = Q(author=viewer)
        seen |= own if not viewer.is_moderator else own | Q(state=Thread.State.HIDDEN)
    return Thread.objects.filter(seen).exclude(state=Thread.State.WITHDRAWN)


def access_thread(viewer: Viewer, pk: int, *, is_report: bool | None = None) -> Thread:
    """The thread with its author and space; raises Http404 for a stranger."""
    found = visible_threads(viewer).filter(pk=pk)
    if is_report is not None:
        found = found.filter(is_report=is_report)
    thread = found.select_related("author", "space").first()
    if thread is None:
        raise Http404
    return thread


def access_reply(viewer: Viewer, pk: int) -> Reply:
    """The reply with its author, thread and the thread's author; raises Http404 for a stranger, and where it is not visible."""
    reply = Reply.objects.filter(pk=pk, state=Thread.State.VISIBLE).select_related("author").first()
    if reply is None:
        raise Http404
    reply.thread = access_thread(viewer, reply.thread_id)
    return reply


def access_member(name: str) -> Member:
    """The member of that name; raises Http404."""
    member = Member.objects.filter(username=name, is_active=True).first()
    if member is None:
        raise Http404
    return member
