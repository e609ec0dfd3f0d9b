from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from base.text.language import detect_language
from community.models import Member, Reply, Space, Thread
from community.reply import reply
from community.submit_thread import submit_thread
from community.vote import vote
from config.demo.cast import member
from config.demo.files import SOURCE, community, reports
from feedback.submit_report import find_report


def talk() -> int:
    """Let the members talk, in threads of their own and below reports; says how many threads are new."""
    # Whoever reports also votes; drawn from the file, so that a run that goes on draws the same.
    reporters = {report["author"]["external_id"] for report in reports()}
    voters = list(Member.objects.filter(source=SOURCE, source_id__in=reporters).order_by("source_id"))
    spaces = {space.slug: space for space in Space.objects.all()}
    now = timezone.now()
    began = 0
    for at, thread, words in _subjects(now):
        if thread is None:
            began += _begin(words, spaces[words["space"]], at, voters)
        else:
            _answer(thread, words, voters, now)
    return began


def _subjects(now: datetime) -> Iterator[tuple[datetime, Thread | None, dict[str, Any]]]:
    """When each subject came up, its thread where it is a report, and what is said to it."""
    for words in community()["threads"]:
        yield now - timedelta(days=words["days_ago"]), None, words
    for words in community()["reports"]:
        report = find_report(SOURCE, words["report"])
        if report is not None:
            yield report.created_at, report.thread, words


@transaction.atomic
def _begin(words: dict[str, Any], space: Space, at: datetime, voters: list[Member]) -> bool:
    author = member(words["author"])
    if Thread.objects.filter(author=author, title=words["title"]).exists():
        return False
    thread = submit_thread(
        author=author,
        space=space,
        title=words["title"],
        body=words["body"],
        language=words["language"],
        created_at=at,
    )
    _answer(thread, words, voters, timezone.now())
    return True


@transaction.atomic
def _answer(thread: Thread, words: dict[str, Any], voters: list[Member], now: datetime) -> None:
    """Replies and votes, whole or not at all, so that what is there was said already. Talk goes on until these days."""
    drawn = random.Random(thread.title)  # noqa: S311 -- the same hours and voters each time
    if not Reply.objects.filter(thread=thread).exists():
        until = min(timedelta(hours=drawn.expovariate(1 / 20)), (now - thread.created_at) / 2)
        parts = [*sorted(drawn.random() for _ in words["replies"][1:]), 1.0]
        for said, part in zip(words["replies"], parts, strict=False):  # nobody may have said anything
            body = said["body"]
            at = thread.created_at + part * (now - until - thread.created_at)
            reply(thread=thread, author=member(said["author"]), body=body, language=detect_language(body), created_at=at)
    others = [voter for voter in voters if voter.pk != thread.author_id]
    for voter in drawn.sample(others, min(words["votes"], len(others))):
        vote(thread=thread, member=voter)
