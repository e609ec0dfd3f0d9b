"""Whether what a crowd was told is what the database holds, and whether each counter says what its rows say.

What counters hold to is plain SQL, `community.counters`: a counter that a verb moves wrongly is not right there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import redis
from django.conf import settings
from django.db import connection

from bench.crowd.told import ANSWERED, NONCE, REFUSED, Said
from community.counters import COUNTERS, key_of
from community.models import CreditDue, FanOut, Follow, ReplyVote, Thread, ThreadVector, Vote
from config.metrics import stages

# What must not be there at all once a crowd has gone, as SQL that counts it.
NEVER: dict[str, str] = {
    "reports that could not be classified": "SELECT count(*) FROM feedback_report WHERE classified = 'parked' OR tries > 0",
    "posts that watchers were not told of": "SELECT count(*) FROM community_fanout WHERE tries > 0",
    "threads that could not be related": "SELECT count(*) FROM community_threadvector WHERE state = 'parked' OR tries > 0",
    "mails and pushes that were given up": "SELECT count(*) FROM community_delivery WHERE state = 'parked' OR lost > 0",
    "rows that a stage failed": "SELECT coalesce(sum(failed), 0) FROM base_stagetally",
    "threads without a search document": (
        "SELECT count(*) FROM community_thread t WHERE t.state <> 'withdrawn' AND NOT EXISTS "
        "(SELECT 1 FROM community_searchdocument d WHERE d.thread_id = t.id)"
    ),
    "tags whose time is not their thread's": (
        "SELECT count(*) FROM community_threadtag x JOIN community_thread t ON t.id = x.thread_id "
        "WHERE x.active_at <> t.active_at"
    ),
    "threads older than their last reply": (
        "SELECT count(*) FROM community_thread t JOIN community_reply r ON r.thread_id = t.id "
        "WHERE r.state = 'visible' AND r.created_at > t.active_at"
    ),
    "members who posted and have no figures": (
        "SELECT count(*) FROM community_member m WHERE m.source = '' AND NOT EXISTS (SELECT 1 FROM community_credit c "
        "WHERE c.member_id = m.id) AND EXISTS (SELECT 1 FROM community_reply r WHERE r.author_id = m.id)"
    ),
    "reports that no page of a member counts": (
        "SELECT count(*) FROM community_thread t WHERE t.is_report AND t.state <> 'withdrawn' AND NOT EXISTS (SELECT 1 FROM "
        "community_reportcount c WHERE c.member_id = t.author_id AND c.space_id = t.space_id AND c.state = t.state "
        "AND c.visibility = t.visibility)"
    ),
    "deadlocks": "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
}


@dataclass
class Check:
    """How many rows were looked at, and what was wrong with which of them."""

    what: str
    looked_at: int
    wrong: list[str] = field(default_factory=list)


def check_all(said: Iterable[Said]) -> list[Check]:
    """`said`, oldest first: what a later crowd says of a member's voice holds."""
    told = list(said)
    counters = [_counter(table, column, counted) for (table, column), counted in COUNTERS.items()]
    return [check_posts(told), check_votes(told), check_follows(told), *counters, *(_never(*one) for one in NEVER.items())]


def check_posts(said: Iterable[Said]) -> Check:
    """Each post that was answered stands there once; one whose answer never came at most once; a refused one not."""
    posts = {nonce: state for one in said for nonce, state in one.posts.items()}
    with connection.cursor() as cursor:
        pieces = [
            f"SELECT (regexp_matches(body, %s, 'g'))[1] FROM {table}" for table in ("community_thread", "community_reply")
        ]
        cursor.execute(" UNION ALL ".join(pieces), [NONCE, NONCE])
        stored = Counter(nonce for (nonce,) in cursor.fetchall())
    wrong = [f"{nonce} stands there without having been sent" for nonce in stored.keys() - posts.keys()]
    for nonce, state in posts.items():
        there = stored[nonce]
        if there > 1 or (state == ANSWERED and not there) or (state == REFUSED and there):
            wrong.append(f"{nonce} was {state} and stands there {there} times")
    return Check("posts: answered, and there once", len(posts), wrong)


def check_votes(said: Iterable[Said]) -> Check:
    left = {(name, kind, key): how for one in said for name, kind, key, how in one.votes}
    stored = {(name, "thread", key) for name, key in Vote.objects.values_list("member__username", "thread")}
    stored |= {(name, "reply", key) for name, key in ReplyVote.objects.values_list("member__username", "reply")}
    wrong = [f"{one} should be {how}" for one, how in left.items() if how is not None and (one in stored) != how]
    return Check("voices: as each member left them", len(left), wrong)


def check_follows(said: Iterable[Said]) -> Check:
    left = {(name, kind, key): how for one in said for name, kind, key, how in one.follows}
    rows = Follow.objects.exclude(kind="thread").values_list("member__username", "kind", "key", "level")
    stored = {(name, kind, key): level for name, kind, key, level in rows}
    wrong = [f"{one} should be {how!r}" for one, how in left.items() if how is not None and stored.get(one, "") != how]
    return Check("follows: as each member left them", len(left), wrong)


def _counter(table: str, column: str, counted: str) -> Check:
    key = key_of(table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT c.{key}, c.{column}, ({counted}) FROM {table} c ORDER BY 1")
        rows = cursor.fetchall()
    wrong = [f"{table} {pk}: {column} is {held}, its rows say {true}" for pk, held, true in rows if held != true]
    return Check(f"counter {table.removeprefix('community_')}.{column}", len(rows), wrong)


def _never(what: str, query: str) -> Check:
    with connection.cursor() as cursor:
        cursor.execute(query)
        (found,) = cursor.fetchone() or (0,)
    return Check(f"no {what}", 1, [f"{found} {what}"] if found else [])


def backlog() -> dict[str, int]:
    """What still waits for a worker, by stage; without what waits for people."""
    waiting: dict[str, Callable[[], int]] = {
        **{stage.name: stage.waiting.count for stage in stages() if stage.name not in {"decide", "parked", "tell_parked"}},
        "credit": CreditDue.objects.count,
        "count": Thread.objects.filter(is_miscounted=True).count,
        "fan_out": FanOut.objects.filter(tries__lt=3).count,
        "relate": ThreadVector.objects.filter(state="waiting").count,
    }
    found = {name: count() for name, count in waiting.items()}
    return {name: count for name, count in found.items() if count}


def rings_left() -> int:
    """Tasks that wait in Redis and no worker has taken."""
    broker = redis.Redis.from_url(settings.REDIS_URL)
    return sum(int(broker.llen(queue)) for queue in ("feedback", "moderation", "tuning", "community"))
