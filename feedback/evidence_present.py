"""From evidence to what `feedback/evidence.html` and `feedback/conversation.html` show: texts in pieces, marks in them, and
links to what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe

from base.text.diff import MAX_CHARACTERS as COMPARED
from base.text.diff import diff
from base.text.find import find_in
from feedback.excerpts import WINDOW, CutEvidence, CutTurn, Window

# Characters that the first page says of the turns around the one that is meant: the nearest first, then beginnings.
PAGE = 12_000
BEGINNING = 140
LONG = 12_000  # of a conversation; in a longer one a word can be looked for

Gap = dict[str, Any]


def evidence_context(report: int, evidence: CutEvidence) -> dict[str, Any]:
    """What `feedback/evidence.html` needs."""
    answer = evidence.answer()
    words = (answer.whole if answer else None) or ""
    is_compared = 0 < len(words) + evidence.lengths["correction"] <= COMPARED and words and evidence.correction
    shown = evidence.turns
    return {
        "evidence": evidence,
        "turns": turns(report, evidence),
        "earlier": _turns_link(report, 0, shown[0].at) if shown else None,
        "later": _turns_link(report, shown[-1].at + 1, evidence.count - 1 - shown[-1].at) if shown else None,
        "diff": diff(words, evidence.correction) if is_compared else None,
        "more_body": gap(report, len(evidence.body), evidence.lengths["body"], part="body"),
        "more_correction": gap(report, len(evidence.correction), evidence.lengths["correction"], part="correction"),
        "others": [
            {**other, "gap": gap(report, len(other["content"]), other["length"], part="other", at=other["at"])}
            for other in evidence.alternatives
        ],
        "passages": passages(evidence),
        "search_url": conversation_url(report) if evidence.length > LONG else "",
    }


def _turns_link(report: int, at: int, count: int) -> Gap | None:
    return {"url": conversation_url(report, turn=at), "count": count} if count > 0 else None


def turns(report: int, evidence: CutEvidence) -> list[dict[str, Any]]:
    """What `components/conversation.html` shows, with the marked passages of the reported answer."""
    left = PAGE
    whole: set[int] = set()
    middle = evidence.count - 1 if evidence.target is None else evidence.target
    for turn in sorted(evidence.turns, key=lambda one: abs(one.at - middle)):
        left -= 0 if turn.at == evidence.target else sum(len(text) for _begins, text in turn.pieces)
        if left >= 0 or turn.at == evidence.target:
            whole.add(turn.at)
    return [_turn(report, turn, evidence, is_whole=turn.at in whole) for turn in evidence.turns]


def _turn(report: int, turn: CutTurn, evidence: CutEvidence, *, is_whole: bool) -> dict[str, Any]:
    is_target = turn.at == evidence.target
    spans = evidence.spans if is_target else []
    pieces = turn.pieces if is_whole else [(0, turn.pieces[0][1][:BEGINNING])]
    parts, at = [], 0
    for begins, text in joined(pieces):
        parts.append({"gap": gap(report, at, begins, at=turn.at), "html": marked(text, spans, begins)})
        at = begins + len(text)
    parts.append({"gap": gap(report, at, turn.length, at=turn.at), "html": ""})
    return {
        "role": turn.role,
        "content": pieces[0][1],
        "length": turn.length,
        "parts": parts,
        "is_target": is_target,
    }


def joined(pieces: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Pieces of one text, in its order, without what two of them share."""
    found: list[tuple[int, str]] = []
    for begins, text in pieces:
        end = found[-1][0] + len(found[-1][1]) if found else -1
        if begins > end:
            found.append((begins, text))
        elif begins + len(text) > end:
            found[-1] = (found[-1][0], found[-1][1] + text[end - begins :])
    return found


def gap(report: int, start: int, end: int, *, part: str = "turn", at: int = 0, wanted: str = "") -> Gap | None:
    """A link that shows what stands between `start` and `end`; None where nothing does."""
    if start >= end:
        return None
    return {"url": conversation_url(report, part=part, turn=at, start=start, to=end, wanted=wanted), "count": end - start}


def conversation_url(
    report: int, *, part: str = "turn", turn: int | None = None, start: int = 0, to: int | None = None, wanted: str = ""
) -> str:
    named = {"part": "" if part == "turn" else part, "turn": turn, "from": start or "", "to": to, "q": wanted}
    asked = urlencode({name: value for name, value in named.items() if value not in {None, ""}})
    address = reverse("feedback:conversation", args=[report])
    return f"{address}?{asked}" if asked else address


def passages(evidence: CutEvidence) -> list[dict[str, str]]:
    """The marked passages of the answer of which something is said, as far as they are on the page."""
    answer = evidence.answer()
    pieces = joined(answer.pieces) if answer else []
    found = []
    for span in evidence.spans:
        for begins, text in pieces:
            if span.get("comment") and begins <= span["start"] < begins + len(text):
                quote = text[span["start"] - begins : span["end"] - begins]
                found.append({"quote": quote, "comment": span["comment"]})
    return found


def marked(text: str, spans: Sequence[dict[str, Any]], begins: int = 0) -> str:
    """`text`, a piece that begins at `begins`, with <mark> around each span (code points of the whole, end exclusive); where
    spans overlap the first one counts."""
    pieces: list[str] = []
    at = 0
    for span in sorted(spans, key=lambda one: (one["start"], -one["end"])):
        start, end = max(span["start"] - begins, 0), min(span["end"] - begins, len(text))
        if start < at or start >= end:
            continue
        comment = f' title="{escape(span["comment"])}"' if span.get("comment") else ""
        pieces.append(escape(text[at:start]))
        pieces.append(f"<mark{comment}>{escape(text[start:end])}</mark>")
        at = end
    pieces.append(escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 -- each piece is escaped


def shown_window(report: int, window: Window, wanted: str, to: int | None) -> dict[str, Any]:
    """What `feedback/window.html` shows: a piece, the marks in it and what is looked for, and a link to what follows."""
    found = [{"start": window.start + one.start, "end": window.start + one.end} for one in find_in(window.text, wanted)]
    end = min(window.length if to is None else to, window.length)
    before = max(0, window.start - WINDOW)
    return {
        "html": marked(window.text, [*found, *window.spans], window.start),
        "gap": gap(report, window.end, end, part=window.part, at=window.at, wanted=wanted),
        "before": gap(report, before, window.start, part=window.part, at=window.at, wanted=wanted),
        "start": window.start + 1,
        "end": window.end,
        "length": window.length,
        "role": window.role,
        "part": window.part,
        "number": window.at + 1,
        "turns": window.turns,
        "previous_url": _neighbour(report, window, window.at - 1),
        "next_url": _neighbour(report, window, window.at + 1),
    }


def _neighbour(report: int, window: Window, at: int) -> str:
    is_there = window.part == "turn" and 0 <= at < window.turns
    return conversation_url(report, turn=at) if is_there else ""
