"""What a digest says: what moved on one's own reports, what is alive where one writes, what was fixed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from community.access import open_now
from community.followed_feed import followed_keys, threads_of_keys
from community.models import Member, Notice, Thread
from community.queries import open_notices

LINES = 10
ALIVE = 5
MOST = 2**63 - 1  # beyond any number of a thread
LOOKED_AT = 200  # of the newest, the liveliest are shown


@dataclass(frozen=True)
class Digest:
    mine: list[Notice]
    alive: list[Thread]
    fixes: list[Thread]
    followed: list[Thread]

    def __bool__(self) -> bool:
        return bool(self.mine or self.alive or self.fixes or self.followed)


def digest_of(member: Member, since: datetime, until: datetime) -> Digest:
    """What happened from `since` to `until` that `member` may see now; at most 5 queries, however long the time."""
    seen = Thread.objects.filter(open_now(member))
    told = open_notices(member).filter(created_at__gt=since, created_at__lte=until).exclude(event="digest")
    released = Notice.objects.filter(event="released", created_at__gt=since, created_at__lte=until)
    fixed = released.order_by("-created_at").values_list("thread_id", flat=True)[:LOOKED_AT]
    fixes = seen.filter(pk__in=fixed).exclude(author=member).select_related("author").order_by("-pk")[:ALIVE]
    followed = _followed(member, since, until)
    alive = [thread for thread in _alive(member, since, until) if thread not in followed][:ALIVE]
    return Digest(mine=list(told.order_by("-pk")[:LINES]), alive=alive, fixes=list(fixes), followed=followed)


def _followed(member: Member, since: datetime, until: datetime) -> list[Thread]:
    """The liveliest threads of others that the member follows by any subject."""
    keys = followed_keys(member, limit=LOOKED_AT, before=(until, MOST), since=since)
    threads = [thread for thread in threads_of_keys(keys) if thread.author_id != member.pk]
    return sorted(threads, key=lambda thread: -(thread.vote_count + thread.reply_count))[:LINES]


def _alive(member: Member, since: datetime, until: datetime) -> list[Thread]:
    """The liveliest threads of others, in the spaces where the member has written."""
    spaces = Thread.objects.filter(author=member).values("space")
    threads = (
        Thread.objects.filter(open_now(member), space__in=spaces)
        .filter(active_at__gt=since, active_at__lte=until)
        .exclude(author=member)
        .select_related("author")
        .defer("body")
    )
    newest = threads.order_by("-active_at", "-pk")[:LOOKED_AT]
    return sorted(newest, key=lambda thread: -(thread.vote_count + thread.reply_count))[: ALIVE + LINES]
