"""What each counter column counts, in plain SQL: a counter that a verb moves wrongly is found here.

`python manage.py recount` compares and mends; the load test holds the site to it after a crowd.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

POSTS = "state = 'visible'"
REPLIES = "community_reply r JOIN community_thread rt ON rt.id = r.thread_id AND rt.state = 'visible' AND r.state = 'visible'"
KNOWN = "(m.trust >= 1 OR m.role IN ('trusted', 'moderator', 'lead', 'data', 'admin'))"
SEEN_TAG = (
    "SELECT count(*) FROM community_threadtag x JOIN community_thread t ON t.id = x.thread_id JOIN community_space s "
    "ON s.id = t.space_id WHERE x.tag_id = c.id AND t.state = 'visible' AND t.visibility = 'public' "
    "AND s.who_reads = 'everyone'"
)


def _posts(more: str) -> str:
    return (
        f"(SELECT count(*) FROM community_thread t WHERE t.author_id = c.member_id AND {POSTS} {more.format('t')})"
        f" + (SELECT count(*) FROM {REPLIES} WHERE r.author_id = c.member_id {more.format('r')})"
    )


def _voices(of: str, where: str) -> str:
    """Others' voices for threads and replies of the member, each a row of `of` (post, voice): `SELECT … {where}`."""
    return (
        f"(SELECT {of.format('t')} FROM community_thread t JOIN community_vote v ON v.thread_id = t.id AND v.member_id <> "
        f"t.author_id JOIN community_member m ON m.id = v.member_id WHERE t.author_id = c.member_id AND t.{POSTS} {where})"
        f" + (SELECT {of.format('r')} FROM {REPLIES} JOIN community_replyvote v ON v.reply_id = r.id AND v.member_id <> "
        f"r.author_id JOIN community_member m ON m.id = v.member_id WHERE r.author_id = c.member_id {where})"
    )


def _reached(station: int) -> str:
    return (
        "SELECT count(*) FROM community_thread t WHERE t.author_id = c.member_id AND t.state = 'visible' AND t.is_report "
        f"AND t.station >= {station}"
    )


# What each counter column counts, as SQL; `c` is the row that holds it.
COUNTERS: dict[tuple[str, str], str] = {
    (
        "community_thread",
        "reply_count",
    ): "SELECT count(*) FROM community_reply r WHERE r.thread_id = c.id AND r.state = 'visible'",
    ("community_thread", "vote_count"): "SELECT count(*) FROM community_vote v WHERE v.thread_id = c.id",
    ("community_reply", "vote_count"): "SELECT count(*) FROM community_replyvote v WHERE v.reply_id = c.id",
    ("community_space", "thread_count"): (
        "SELECT count(*) FROM community_thread t WHERE t.space_id = c.id AND t.state = 'visible' AND t.visibility = 'public'"
    ),
    ("community_tag", "thread_count"): SEEN_TAG,
    ("community_member", "draft_count"): (
        "SELECT count(*) FROM community_draft d WHERE d.member_id = c.id AND d.sent_at IS NULL"
    ),
    ("community_credit", "posts"): _posts(""),
    ("community_credit", "posts_en"): _posts("AND {}.language LIKE 'en%'"),
    ("community_credit", "posts_zh"): _posts("AND {}.language LIKE 'zh%'"),
    ("community_credit", "liked"): _voices("count(DISTINCT {}.id)", f"AND {KNOWN}"),
    ("community_credit", "votes_received"): _voices("count(*)", ""),
    ("community_credit", "answers_accepted"): (
        f"SELECT count(*) FROM {REPLIES} WHERE rt.accepted_id = r.id AND r.author_id = c.member_id "
        "AND rt.author_id <> r.author_id"
    ),
    ("community_credit", "reports"): _reached(0),
    ("community_credit", "accepted"): _reached(3),
    ("community_credit", "in_dataset"): _reached(4),
    ("community_credit", "released"): _reached(5),
    ("community_credit", "confirmed"): _reached(6),
    ("community_credit", "reproduced"): (
        "SELECT count(*) FROM community_vote v JOIN community_thread t ON t.id = v.thread_id WHERE v.member_id = c.member_id "
        "AND t.is_report AND t.state = 'visible' AND t.station >= 3 AND t.author_id <> c.member_id"
    ),
    ("community_credit", "removed"): (
        "SELECT count(*) FROM community_hold h WHERE h.author_id = c.member_id AND h.state = 'removed' "
        "AND h.decided_at >= c.counted_at - interval '90 days'"  # as it was when it was counted: days pass without a verb
    ),
}
COUNTERS |= {
    ("community_reportcount", column): (
        "SELECT count(*) FROM community_thread t WHERE t.author_id = c.member_id AND t.space_id = c.space_id "
        f"AND t.state = c.state AND t.visibility = c.visibility AND t.is_report AND t.station >= {station}"
    )
    for column, station in {"reported": 1, "accepted": 3, "in_dataset": 4, "released": 5}.items()
}
# Counted behind the writers' backs: rows of which the worker has something to count yet are not compared.
BEHIND = {
    "community_space": "EXISTS (SELECT 1 FROM community_thread b WHERE b.is_miscounted)",
    "community_tag": "EXISTS (SELECT 1 FROM community_thread b WHERE b.is_miscounted)",
    "community_credit": "EXISTS (SELECT 1 FROM community_creditdue b WHERE b.member_id = c.member_id)",
    "community_reportcount": "EXISTS (SELECT 1 FROM community_creditdue b WHERE b.member_id = c.member_id)",
}


@dataclass(frozen=True)
class Difference:
    """A counter that says `held` where its rows say `counted`."""

    table: str
    column: str
    pk: int
    held: int
    counted: int

    def __str__(self) -> str:
        return f"{self.table} {self.pk}: {self.column} is {self.held}, its rows say {self.counted}"


def differences() -> Iterator[Difference]:
    """Every counter that is not what its rows say; one query for each column, which reads whole tables."""
    for (table, column), counted in COUNTERS.items():
        key = key_of(table)
        behind = BEHIND.get(table, "false")
        with connection.cursor() as cursor:
            compared = f"SELECT c.{key}, c.{column} AS held, ({counted}) AS counted FROM {table} c WHERE NOT {behind}"
            cursor.execute(f"SELECT * FROM ({compared}) x WHERE held <> counted ORDER BY 1")
            rows = cursor.fetchall()
        yield from (Difference(table, column, *row) for row in rows)


def key_of(table: str) -> str:
    return "member_id" if table == "community_credit" else "id"
