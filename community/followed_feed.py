"""What is alive in all that a member follows, as one stream.

Each subject gives its newest, by an index of its own, and they are put into one order: so a page costs as much for a space
with a million threads as for a tag with three. A thread that several subjects name is there once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from base.paging import Page, read_time
from community.access import open_sql
from community.models import Member, Thread

# The newest of one subject `f`, older than the key; from what each kind is read, and which column names the subject.
_SOURCES = {
    "space": ("community_thread t", "t.space_id", "t.active_at", "t.id"),
    "person": ("community_thread t", "t.author_id", "t.active_at", "t.id"),
    "version": ("community_thread t", "t.model_key", "t.active_at", "t.id"),
    "tag": (
        "community_threadtag g JOIN community_thread t ON t.id = g.thread_id",
        "g.tag_id",
        "g.active_at",
        "g.thread_id",
    ),
}
_MUTED = "ARRAY(SELECT key FROM community_follow WHERE member_id = %(member)s AND level = 'muted')"
_THREADS = (
    "(SELECT t.active_at, t.id FROM community_follow f JOIN community_thread t ON t.id = f.key "
    "WHERE f.member_id = %(member)s AND f.kind = 'thread' AND f.level <> 'muted' AND {is_open} "
    "AND (t.active_at, t.id) < (%(at)s, %(pk)s) AND t.active_at > %(since)s "
    "ORDER BY t.active_at DESC, t.id DESC LIMIT %(limit)s)"
)


def _newest(kind: str) -> str:
    source, subject, at, pk = _SOURCES[kind]
    return (
        f"(SELECT n.* FROM community_follow f CROSS JOIN LATERAL (SELECT {at} AS active_at, {pk} AS id FROM {source} "  # noqa: S608 -- names are ours, values are parameters
        f"WHERE {subject} = f.key AND {'t.model_key > 0 AND ' if kind == 'version' else ''}{{is_open}} "
        f"AND t.author_id <> %(member)s AND t.id <> ALL({_MUTED}) AND ({at}, {pk}) < (%(at)s, %(pk)s) "
        f"AND {at} > %(since)s ORDER BY {at} DESC, {pk} DESC LIMIT %(limit)s) n "
        f"WHERE f.member_id = %(member)s AND f.kind = '{kind}')"
    )


_SQL = (
    f"SELECT active_at, id FROM ({' UNION '.join([_THREADS, *map(_newest, _SOURCES)])}) found "  # noqa: S608 -- names are ours, values are parameters
    "ORDER BY active_at DESC, id DESC LIMIT %(limit)s"
)


def followed_keys(
    member: Member, *, limit: int, before: tuple[datetime, int] | None = None, since: datetime | None = None
) -> list[tuple[datetime, int]]:
    """(active_at, id) of the newest `limit` threads that `member` follows by any subject and may see, from the one after the
    key `before` on, and newer than `since`. What they wrote themselves is there only as a thread that they follow."""
    at, pk = before or (None, 0)
    is_open, opens = open_sql(member, "t")
    for number in range(len(opens)):
        is_open = is_open.replace("%s", f"%(open_{number})s", 1)
    values: dict[str, Any] = {
        **{f"open_{number}": value for number, value in enumerate(opens)},
        "member": member.pk,
        "at": at or "infinity",
        "pk": pk,
        "since": since or "-infinity",
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(is_open=is_open), values)
        return list(cursor.fetchall())


def followed_page(member: Member, *, after: str | None, size: int) -> Page[Thread]:
    """A page of it, newest first; two queries."""
    keys = followed_keys(member, limit=size + 1, before=read_time(after))
    following = f"{keys[size - 1][0].timestamp():.6f}_{keys[size - 1][1]}" if len(keys) > size else None
    return Page(threads_of_keys(keys[:size]), following)


def threads_of_keys(keys: list[tuple[datetime, int]], *, with_bodies: bool = False) -> list[Thread]:
    """The threads with their authors, in that order."""
    rows = Thread.objects.select_related("author")
    threads = (rows if with_bodies else rows.defer("body")).in_bulk([pk for _at, pk in keys])
    return [threads[pk] for _at, pk in keys if pk in threads]
