from __future__ import annotations

from community.access import may_see
from community.markdown import names_in
from community.mentions import members_named
from community.models import Member, Notice, Reply, Thread
from community.notify import notify
from community.queries import reply_url

MOST = 10  # members that one post can call, however often it is edited


def tell_mentioned(*, thread: Thread, by: Member, reply: Reply | None = None, but: frozenset[int] = frozenset()) -> int:
    """Tell those whom a thread, or a reply in it, calls by name, once each; says how many were told now.

    Only those who may open the thread, and none of `but`, who are told of the post anyway.
    """
    names = names_in(reply.body if reply else thread.body)
    if not names:
        return 0
    key = f"mention-{'reply' if reply else 'thread'}-{(reply or thread).pk}"
    called = [member for member in members_named(names) if member != by and member.pk not in but]
    told = set(Notice.objects.filter(key=key).values_list("member_id", flat=True))
    fresh = [member for member in called if member.pk not in told and may_see(member, thread)][: max(0, MOST - len(told))]
    for member in fresh:
        notify(
            member=member,
            event="mentioned",
            thread=thread,
            reply=reply,
            url=reply_url(thread, reply) if reply else thread.get_absolute_url(),
            detail={"by": by.username, "title": thread.title},
            key=key,
        )
    return len(fresh)
