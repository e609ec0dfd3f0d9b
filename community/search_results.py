"""Threads that were found, each with the passage that holds what was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery

from community.access import Viewer, found_now
from community.models import Reply, SearchDocument, Thread
from community.search.parse import Lexeme, Query
from community.search.snippet import marked, snippet

SHOWN = ("title", "body", "language", "is_report", "kind", "kind_by", "kind_probability", "station", "model_label", "tags")
REPLIES_READ = 20  # of each thread of a page, the first


@dataclass(frozen=True)
class Result:
    """`title` and `passage` are HTML; `where` the passage stands: "body", "beside" (a report's evidence) or "replies"."""

    thread: Thread
    title: str
    passage: str
    where: str


def results(ids: Sequence[int], query: Query, viewer: Viewer) -> list[Result]:
    """The threads of that order; what is open to `viewer` is asked for again, whoever found the ids. One query."""
    if not ids:
        return []
    said = Reply.objects.filter(thread=OuterRef("pk"), state=Thread.State.VISIBLE).order_by("pk")
    seen = Thread.objects.filter(found_now(viewer), pk__in=ids).select_related("author")
    seen = seen.only(*SHOWN, "active_at", "reply_count", "vote_count", "author__username")
    aside = SearchDocument.objects.filter(pk=OuterRef("pk")).values("beside")
    seen = seen.annotate(beside=Subquery(aside), said=ArraySubquery(said.values("body")[:REPLIES_READ]))
    marks = query.marks()
    found = {thread.pk: _result(thread, marks) for thread in seen}
    return [found[pk] for pk in ids if pk in found]


def _result(thread: Thread, marks: Sequence[Lexeme]) -> Result:
    """With the first passage that holds a match, else how it begins."""
    title = marked(thread.title, marks)
    begins, is_found = snippet(thread.body, marks)
    if marks and not is_found:
        others = [("beside", thread.beside or ""), *(("replies", body) for body in thread.said)]  # type: ignore[attr-defined]
        for where, text in others:
            passage, is_found = snippet(text, marks) if text else ("", False)
            if is_found:
                return Result(thread, title, passage, where)
    return Result(thread, title, begins, "body")
