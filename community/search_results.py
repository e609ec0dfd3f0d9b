"""Threads that were found, each with the passage that holds what was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from community.access import Viewer, open_now
from community.models import Reply, SearchDocument, Thread
from community.search.parse import Lexeme, Query
from community.search.snippet import marked, snippet

REPLIES_READ = 500  # of all threads of a page together


@dataclass(frozen=True)
class Result:
    """`title` and `passage` are HTML; `where` the passage stands: "body", "beside" (a report's evidence) or "replies"."""

    thread: Thread
    title: str
    passage: str
    where: str


def results(ids: Sequence[int], query: Query, viewer: Viewer) -> list[Result]:
    """The threads of that order; what is open to `viewer` is asked for again, whoever found the ids."""
    seen = Thread.objects.filter(open_now(viewer), pk__in=ids)
    threads = {thread.pk: thread for thread in seen.select_related("author")}
    marks = query.marks()
    shown: dict[int, tuple[str, str]] = {}
    missing: set[int] = set()
    for pk, thread in threads.items():
        passage, is_found = snippet(thread.body, marks)
        shown[pk] = (passage, "body")
        if marks and not is_found:
            missing.add(pk)
    for where, read in (("beside", _beside), ("replies", _replies)):
        if missing:
            better = _passages(read(missing), marks)
            shown |= {pk: (passage, where) for pk, passage in better.items()}
            missing -= better.keys()
    return [
        Result(threads[pk], marked(threads[pk].title, marks), *shown[pk])  # in the order in which they were found
        for pk in ids
        if pk in threads
    ]


def _passages(texts: Iterable[tuple[int, str]], marks: Sequence[Lexeme]) -> dict[int, str]:
    """The first passage of each thread's texts that holds a match."""
    found: dict[int, str] = {}
    for pk, text in texts:
        if pk not in found:
            passage, is_found = snippet(text, marks)
            if is_found:
                found[pk] = passage
    return found


def _beside(ids: Iterable[int]) -> list[tuple[int, str]]:
    return list(SearchDocument.objects.filter(pk__in=ids).exclude(beside="").values_list("pk", "beside"))


def _replies(ids: Iterable[int]) -> list[tuple[int, str]]:
    said = Reply.objects.filter(thread__in=ids, state=Thread.State.VISIBLE).order_by("pk")
    return list(said.values_list("thread_id", "body")[:REPLIES_READ])
