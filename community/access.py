"""The only door to what members wrote: whoever may not see a thing gets a 404, as if it were not there."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Value
from django.http import Http404

from community.models import GroupMember, Member, Reply, ReportCount, Revision, SiteMode, Space, Thread
from community.site_rules import site_rules
from community.trust import may

Viewer = Member | AnonymousUser
# Columns of a member that no list shows: half of what a page of threads or replies would read.
UNSHOWN = ("password", "last_login", "first_name", "last_name", "email", "is_superuser", "is_staff", "date_joined", "about")


def unshown(of: str) -> list[str]:
    """To `defer`: `of` leads to the member."""
    return [f"{of}__{column}" for column in UNSHOWN]


OfThread = TypeVar("OfThread", bound=Model)  # a model with a `thread`


def is_team(viewer: Viewer) -> bool:
    """Moderators, the data team and those who lead them: every space is open to them."""
    return isinstance(viewer, Member) and (viewer.is_moderator or viewer.is_data_team)


def _visibilities(viewer: Viewer) -> list[str]:
    """The visibilities of a thread that are open to `viewer`."""
    if not isinstance(viewer, Member):
        return [] if site_rules().reading == SiteMode.Reading.MEMBERS else [Thread.Visibility.PUBLIC]
    if is_team(viewer):
        return [Thread.Visibility.PUBLIC, Thread.Visibility.MEMBERS, Thread.Visibility.TEAM]
    return [Thread.Visibility.PUBLIC, Thread.Visibility.MEMBERS]


def _closed(viewer: Viewer) -> QuerySet[Space] | None:
    """The spaces that `viewer` may not read; None for the team, to whom none is closed.

    They are few, so that every list asks `space_id NOT IN` them, as a subplan of its own query: it is read once, and the
    list still goes along its index.
    """
    if is_team(viewer):
        return None
    if not isinstance(viewer, Member):
        is_shut = site_rules().reading == SiteMode.Reading.MEMBERS
        return Space.objects.all() if is_shut else Space.objects.exclude(who_reads=Space.Readers.EVERYONE)
    theirs = GroupMember.objects.filter(member=viewer).values("group")
    strange = Q(who_reads=Space.Readers.GROUP) & ~Q(group__in=theirs)
    return Space.objects.filter(Q(who_reads=Space.Readers.TEAM) | strange)


def open_spaces(viewer: Viewer) -> QuerySet[Space]:
    """The spaces that `viewer` may read, in the order of the site."""
    if not isinstance(viewer, Member):  # the same as below, said plainly: every visitor's page asks it
        is_shut = site_rules().reading == SiteMode.Reading.MEMBERS
        return Space.objects.none() if is_shut else Space.objects.filter(who_reads=Space.Readers.EVERYONE)
    closed = _closed(viewer)
    return Space.objects.all() if closed is None else Space.objects.exclude(pk__in=closed.values("pk"))


def _in_open_space(viewer: Viewer, at: str) -> Q:
    closed = _closed(viewer)
    return Q() if closed is None else ~Q(**{f"{at}space_id__in": closed.order_by().values("pk")})


def open_now(viewer: Viewer, at: str = "") -> Q:
    """What lists may show `viewer`: visible threads of an open visibility in an open space. `at` leads to the thread from
    where it is asked, as in "thread__"."""
    seen = Q(**{f"{at}state": Thread.State.VISIBLE, f"{at}visibility__in": _visibilities(viewer)})
    return seen & _in_open_space(viewer, at)


def own_now(member: Member, at: str = "") -> Q:
    """What `member` wrote, in spaces that are open to them still."""
    return Q(**{f"{at}author": member}) & _in_open_space(member, at)


def open_sql(viewer: Viewer, table: str) -> tuple[str, list[Any]]:
    """The same as a condition on `table`, an alias of community_thread, with its values."""
    condition = f"{table}.state = 'visible' AND {table}.visibility = ANY(%s)"
    return _sql_in_open_space(condition, [[str(one) for one in _visibilities(viewer)]], viewer, table)


def _sql_in_open_space(condition: str, values: list[Any], viewer: Viewer, table: str) -> tuple[str, list[Any]]:
    closed = _closed(viewer)
    if closed is None:
        return condition, values
    inner, more = closed.order_by().values("pk").query.sql_with_params()
    return f"{condition} AND {table}.space_id NOT IN ({inner})", [*values, *more]


def found_now(viewer: Viewer) -> Q:
    """What search may show `viewer`: what lists may, and their own visible threads, whoever else may read them."""
    found = open_now(viewer)
    if isinstance(viewer, Member):
        found |= own_now(viewer) & Q(state=Thread.State.VISIBLE)
    return found


def found_sql(viewer: Viewer, table: str) -> tuple[str, list[Any]]:
    """The same as a condition on `table`, an alias of community_thread, with its values."""
    if not isinstance(viewer, Member):
        return open_sql(viewer, table)
    condition = f"{table}.state = 'visible' AND ({table}.visibility = ANY(%s) OR {table}.author_id = %s)"
    return _sql_in_open_space(condition, [[str(one) for one in _visibilities(viewer)], viewer.pk], viewer, table)


def visible_now(viewer: Viewer, at: str = "") -> Q:
    """Threads that `viewer` may open: what is open to them, and all of their own that is not withdrawn. `at` as in `open_now`.

    A space that was closed to somebody is closed for their own threads too: what others answered there is not theirs.
    """
    seen = Q(**{f"{at}state": Thread.State.VISIBLE, f"{at}visibility__in": _visibilities(viewer)})
    if isinstance(viewer, Member):
        own = Q(**{f"{at}author": viewer})
        hidden = Q(**{f"{at}state__in": [Thread.State.HIDDEN, Thread.State.HELD]})
        seen |= own | hidden if viewer.is_moderator else own
    return seen & _in_open_space(viewer, at) & ~Q(**{f"{at}state": Thread.State.WITHDRAWN})


def visible_threads(viewer: Viewer) -> QuerySet[Thread]:
    """The same as rows."""
    return Thread.objects.filter(visible_now(viewer))


def open_counts(viewer: Viewer, author: Member) -> QuerySet[ReportCount]:
    """How far those of `author`'s reports have come that `viewer` may open, by the same rules as `visible_threads`."""
    seen = Q(state=Thread.State.VISIBLE, visibility__in=_visibilities(viewer))
    if viewer == author:
        seen = Q()
    elif isinstance(viewer, Member) and viewer.is_moderator:
        seen |= Q(state__in=[Thread.State.HIDDEN, Thread.State.HELD])
    return ReportCount.objects.filter(seen, _in_open_space(viewer, ""), member=author)


def audience_of(thread: Thread) -> Thread.Visibility:
    """Who reads a thread at most, by itself and by its space: a group counts as the team, since not every member is in it."""
    order = list(Thread.Visibility)
    by_space = {Space.Readers.EVERYONE: Thread.Visibility.PUBLIC, Space.Readers.MEMBERS: Thread.Visibility.MEMBERS}
    space = by_space.get(Space.Readers(thread.space.who_reads), Thread.Visibility.TEAM)
    return max(Thread.Visibility(thread.visibility), space, key=order.index)


def may_see(member: Member, thread: Thread) -> bool:
    """Whether a thread is open to a member now."""
    return Thread.objects.filter(open_now(member), pk=thread.pk).exists()


def access_thread(viewer: Viewer, pk: int, *, is_report: bool | None = None) -> Thread:
    """The thread with its author and space, which knows whether the viewer is `in_group`; raises Http404 for a stranger."""
    found = visible_threads(viewer).filter(pk=pk)
    if is_report is not None:
        found = found.filter(is_report=is_report)
    in_group = _is_in(viewer, "space__group")
    thread = found.annotate(in_group=in_group).select_related("author", "space").defer(*unshown("author")).first()
    if thread is None:
        raise Http404
    thread.space.in_group = thread.in_group  # type: ignore[attr-defined]  # as `with_group` annotates a space
    return thread


def access_in_thread(viewer: Viewer, found: QuerySet[OfThread]) -> OfThread:
    """The one of `found` with its `thread`, in one query, where `viewer` may open that, as `access_thread` gives it; raises
    Http404 for a stranger, and where none is found."""
    in_group = _is_in(viewer, "thread__space__group")
    seen: QuerySet[Any] = found.filter(visible_now(viewer, "thread__")).annotate(in_group=in_group)
    one: Any = seen.select_related("thread__author", "thread__space").first()
    if one is None:
        raise Http404
    one.thread.in_group = one.thread.space.in_group = one.in_group
    return cast("OfThread", one)


def _is_in(viewer: Viewer, group: str) -> Exists | Value:
    """Whether `viewer` is in a group, as a column; `group` leads to it."""
    if not isinstance(viewer, Member):
        return Value(value=False)
    return Exists(GroupMember.objects.filter(group=OuterRef(group), member=viewer))


def access_space(viewer: Viewer, slug: str) -> Space:
    """The space, with `in_group`; raises Http404 where it is closed to the viewer, as if it were not there."""
    space = with_group(open_spaces(viewer), viewer).filter(slug=slug).first()
    if space is None:
        raise Http404
    return space


def with_group(spaces: QuerySet[Space], viewer: Viewer) -> QuerySet[Space]:
    """Each with `in_group`: whether `viewer` is in the group that it names."""
    return spaces.annotate(in_group=_is_in(viewer, "group"))


def access_reply(viewer: Viewer, pk: int) -> Reply:
    """The reply with its author, thread and the thread's author; raises Http404 for a stranger, and where it is not visible."""
    return access_in_thread(viewer, Reply.objects.filter(pk=pk, state=Thread.State.VISIBLE).select_related("author"))


def taken_back_thread(viewer: Viewer, pk: int) -> Thread | None:
    """A talk that `viewer` took back, with author and space; None for anybody else."""
    if not isinstance(viewer, Member):
        return None
    own = Thread.objects.filter(own_now(viewer), pk=pk, is_report=False, state=Thread.State.WITHDRAWN)
    return own.select_related("author", "space").first()


def access_own_talk(viewer: Viewer, pk: int) -> Thread:
    """The viewer's own talk, taken back or not; raises Http404 for everybody else's, and for a report."""
    thread = taken_back_thread(viewer, pk) or access_thread(viewer, pk, is_report=False)
    if thread.author != viewer:
        raise Http404
    return thread


def access_own_reply(viewer: Viewer, pk: int) -> Reply:
    """The viewer's own reply, taken back or hidden or not; raises Http404 for everybody else's."""
    own = Reply.objects.filter(pk=pk, author=viewer) if isinstance(viewer, Member) else Reply.objects.none()
    return access_in_thread(viewer, own.select_related("author"))


def access_old_talk(viewer: Viewer, pk: int) -> Thread:
    """A talk whose history `viewer` may read: what they may open, and for moderators what was taken back, too."""
    if isinstance(viewer, Member) and viewer.is_moderator:
        gone = Thread.objects.filter(pk=pk, is_report=False, state=Thread.State.WITHDRAWN)
        if (thread := gone.select_related("author", "space").first()) is not None:
            return thread
    return taken_back_thread(viewer, pk) or access_thread(viewer, pk, is_report=False)


def access_old_reply(viewer: Viewer, pk: int) -> Reply:
    """A reply whose history `viewer` may read: as a talk's, and never in a thread that they may not open."""
    seen = Q(state=Thread.State.VISIBLE)
    if isinstance(viewer, Member):
        seen = Q() if viewer.is_moderator else seen | Q(author=viewer)
    return access_in_thread(viewer, Reply.objects.filter(seen, pk=pk).select_related("author"))


def access_old_text(viewer: Viewer, pk: int) -> Revision:
    """An earlier text of the viewer's own; raises Http404 for everybody else's."""
    own = Revision.objects.filter(pk=pk, editor=viewer) if isinstance(viewer, Member) else Revision.objects.none()
    if (revision := own.select_related("thread", "reply").first()) is None:
        raise Http404
    return revision


def access_member(name: str) -> Member:
    """The member of that name, with their figures; raises Http404."""
    member = Member.objects.filter(username=name, is_active=True).select_related("credit").first()
    if member is None:
        raise Http404
    return member


def may_retag(viewer: Member, author_id: int) -> bool:
    """Whether `viewer` may change the tags of a thread of that author."""
    return viewer.pk == author_id or may(viewer, "retag")
