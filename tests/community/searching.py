"""What tests of search share: who asks, where, and what they write."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.index_threads import index_threads
from community.models import Member, Space, Thread
from community.reply import reply
from community.submit_thread import submit_thread
from feedback.schema import parse_report
from feedback.submit_report import submit_report

STRANGER = AnonymousUser()
ADDRESS = "/search/"


def write(author: Member, *, title: str, body: str, reply: str = "", report: dict[str, Any] | None = None) -> int:
    if report is not None:
        return submit_report(given=parse_report({"title": title, "body": body, **report}), author=author)[0].pk
    thread = submit_thread(author=author, space=Space.objects.get(slug="tips"), title=title, body=body)
    if reply:
        reply_to(thread, author, reply)
    return thread.pk


def reply_to(thread: Thread, author: Member, body: str) -> None:
    reply(thread=thread, author=author, body=body)


def names(ids: dict[str, int], found: list[int]) -> set[str]:
    by_id = {pk: key for key, pk in ids.items()}
    return {by_id.get(pk, f"thread {pk}") for pk in found}


def many(alice: Member, count: int) -> list[int]:
    """Threads of one word, newest first, each further from the one before, so that every window of days has some."""
    now, space = timezone.now(), Space.objects.get(slug="tips")
    threads = Thread.objects.bulk_create(
        Thread(author=alice, space=space, title=f"dirigible {n}", body="helium", created_at=at, active_at=at)
        for n in range(count)
        for at in [now - timedelta(hours=n * n)]
    )
    ids = [thread.pk for thread in threads]
    index_threads(ids)
    return ids
