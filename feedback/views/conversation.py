from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from base.paging import read_number
from feedback.access import access_report
from feedback.evidence_present import conversation_url, shown_window
from feedback.excerpts import WINDOW, read_window, window_of
from feedback.find_in_conversation import Hits, find_in_conversation
from feedback.models import Evidence, Report
from feedback.schema import MAX_CHARACTERS, MAX_MESSAGES

PARTS = ("turn", "body", "correction", "other")
WANTED = 200  # characters of what is looked for
AHEAD = 300  # characters that a window shows before what was found


@dataclass(frozen=True)
class Asked:
    """What an address asks for; see `read_asked`."""

    part: str
    turn: int | None
    start: int
    to: int | None
    wanted: str
    since: tuple[int, int]


def read_asked(query: QueryDict) -> Asked:
    """Raises Http404 for a place that no conversation has."""
    part = query.get("part", "") or "turn"
    turn, start = _number(query.get("turn"), MAX_MESSAGES), _number(query.get("from"), MAX_CHARACTERS)
    to = _number(query.get("to"), MAX_CHARACTERS)
    if part not in PARTS or (to is not None and to <= (start or 0)):
        raise Http404
    since_turn, _, since_start = query.get("since", "").partition("-")
    since = (_number(since_turn, MAX_MESSAGES) or 0, _number(since_start, MAX_CHARACTERS) or 0)
    wanted = " ".join(query.get("q", "").replace("\x00", " ").split())[:WANTED]
    return Asked(part, turn, start or 0, to, wanted, since)


def _number(text: str | None, most: int) -> int | None:
    if not text:
        return None
    number = read_number(text)
    if number is None or number > most:
        raise Http404
    return number


def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """A long text of a report, a window of it at a time, and where a word stands in the conversation; for htmx the words of
    the window alone."""
    asked = read_asked(request.GET)
    found = access_report(request.user, pk, among=_windows(asked, is_piece=bool(request.htmx)))  # type: ignore[attr-defined]
    row: dict[str, Any] = found.window  # type: ignore[attr-defined]
    window = read_window(row, asked.part, asked.start)
    if window is None:
        raise Http404
    context = {"window": shown_window(pk, window, asked.wanted, asked.to), "thread": found.thread, "report": found}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "feedback/window.html", context)
    if asked.wanted:
        talk: list[dict[str, Any]] = found.conversation  # type: ignore[attr-defined]
        context |= _found(pk, find_in_conversation(talk, asked.wanted, asked.since), asked.wanted)
    return render(request, "feedback/conversation.html", context | {"wanted": asked.wanted})


def _windows(asked: Asked, *, is_piece: bool) -> QuerySet[Report]:
    """Reports with the window that is asked for, and with the whole conversation only where a word is looked for in it."""
    size = WINDOW if asked.to is None else min(WINDOW, asked.to - asked.start)
    window = window_of(OuterRef("pk"), part=asked.part, at=asked.turn, start=asked.start, size=size)
    reports = Report.objects.annotate(window=window)
    if asked.wanted and not is_piece:
        whole = Evidence.objects.filter(report=OuterRef("pk"), is_current=True).values("conversation")
        reports = reports.annotate(conversation=Subquery(whole))
    return reports


def _found(pk: int, hits: Hits, wanted: str) -> dict[str, Any]:
    more = urlencode({"q": wanted, "since": "{}-{}".format(*hits.following)}) if hits.following else ""
    return {
        "count": hits.count,
        "hits": [
            {
                "hit": hit,
                "number": hit.turn + 1,
                "at": hit.start + 1,
                "url": conversation_url(pk, turn=hit.turn, start=max(0, hit.start - AHEAD), wanted=wanted) + "#window",
            }
            for hit in hits.hits
        ],
        "more_url": f"?{more}" if more else "",
    }
