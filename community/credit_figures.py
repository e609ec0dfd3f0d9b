"""What members' figures are now, by the rows: one query for each kind of row, however many members are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from community.models import Hold, Reply, ReplyVote, Thread, Vote
from community.trust import ABILITIES, CHOSEN, MEMORY

ACCEPTED, IN_DATASET, RELEASED, CONFIRMED = 3, 4, 5, 6  # stations of a report
Figures = dict[int, dict[str, int]]


def figures_of(members: Collection[int]) -> Figures:
    """The columns of `Credit` for each of these members."""
    found: Figures = {pk: defaultdict(int) for pk in members}
    seen = Thread.State.VISIBLE
    threads = Thread.objects.filter(author__in=members, state=seen)
    replies = Reply.objects.filter(author__in=members, state=seen, thread__state=seen)
    mine = {"posts": Count("pk"), "posts_en": _in("en"), "posts_zh": _in("zh")}
    _add(found, threads.values("author").annotate(**mine, **_stations()), "author")
    _add(found, replies.values("author").annotate(**mine), "author")
    for posts, votes, post in ((threads, Vote, "thread"), (replies, ReplyVote, "reply")):
        others = votes._default_manager.exclude(member=F(f"{post}__author"))
        given = others.filter(**{f"{post}__in": posts.values("pk")})
        by_author = given.values(who=F(f"{post}__author")).annotate(votes_received=Count("pk"))
        _add(found, by_author, "who")
        liked = posts.filter(Exists(others.filter(_counts(), **{post: OuterRef("pk")})))
        _add(found, liked.values("author").annotate(liked=Count("pk")), "author")
    answered = Thread.objects.filter(accepted__author__in=members, accepted__state=seen, state=seen)
    answered = answered.exclude(author=F("accepted__author"))
    _add(found, answered.values(who=F("accepted__author")).annotate(answers_accepted=Count("pk")), "who")
    true = Thread.objects.filter(is_report=True, station__gte=ACCEPTED, state=seen)
    confirmed = Vote.objects.filter(member__in=members, thread__in=true).exclude(thread__author=F("member"))
    _add(found, confirmed.values("member").annotate(reproduced=Count("pk")), "member")
    _add(found, _removed(members).values("author").annotate(removed=Count("pk")), "author")
    return found


def _in(language: str) -> Count:
    return Count("pk", filter=Q(language__startswith=language))


def _stations() -> dict[str, Count]:
    report = Q(is_report=True)
    reached = {"accepted": ACCEPTED, "in_dataset": IN_DATASET, "released": RELEASED, "confirmed": CONFIRMED}
    counts = {name: Count("pk", filter=report & Q(station__gte=station)) for name, station in reached.items()}
    return {"reports": Count("pk", filter=report), **counts}


def _counts() -> Q:
    """Voices that raise somebody's level."""
    return Q(member__trust__gte=ABILITIES["votes_count"]) | Q(member__role__in=CHOSEN)


def _removed(members: Collection[int]) -> QuerySet[Hold]:
    since = timezone.now() - timedelta(days=MEMORY)
    return Hold.objects.filter(author__in=members, state=Hold.State.REMOVED, decided_at__gte=since)


def _add(found: Figures, rows: Iterable[Any], whose: str) -> None:
    for row in rows:
        for name, count in row.items():
            if name not in {whose, "author"}:
                found[row[whose]][name] += count
