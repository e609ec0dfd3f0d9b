"""From what the composer's form holds to what it shows of it: the turns that were read, the marks, the difference, advice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from base.text.diff import MAX_CHARACTERS as COMPARED
from base.text.diff import diff
from feedback.compose_steps import UNDO_CHARACTERS
from feedback.composing.coach import Advice, advise
from feedback.composing.marks import Mark, settle
from feedback.composing.short import shorten
from feedback.composing.turns import target_in
from feedback.evidence_present import joined, marked
from feedback.excerpts import ANSWER, AROUND, PASSAGE, PASSAGES
from feedback.paste import Reading, Turn, read_paste
from feedback.reading_words import how_words, note_words, problem_words
from feedback.schema import MAX_CHARACTERS

TURNS_SHOWN = 40  # of a long talk: those up to the answer that is meant, and some behind it
BEHIND = 8
TURN_SHOWN = 400  # characters of a turn that is not meant
CHOICES = 20  # of several conversations in one paste
NAME_SHOWN = 60

PARTS: dict[str, Promise] = {
    "answer": gettext_lazy("what the model said"),
    "prompt": gettext_lazy("what was asked"),
    "correction": gettext_lazy("what it should have said"),
    "what": gettext_lazy("what is wrong"),
    "marks": gettext_lazy("where it is wrong"),
    "other": gettext_lazy("the other answer"),
    "why": gettext_lazy("why one is better"),
}
# By what a report is about and the part to add next.
NEXT: dict[tuple[str, str], Promise] = {
    ("answer", "answer"): gettext_lazy("Paste the conversation: without the answer nobody can see what was wrong."),
    ("answer", "prompt"): gettext_lazy("Add what was asked, word for word: then others can try it again."),
    ("answer", "correction"): gettext_lazy("Add what it should have said. Nothing teaches the model more."),
    ("answer", "what"): gettext_lazy("Say what is wrong: tick it, or write it in a few words."),
    ("answer", "marks"): gettext_lazy("Mark the wrong words in the answer, so that nobody has to look for them."),
    ("product", "what"): gettext_lazy("Say what you did, what happened, and what you expected."),
    ("product", "prompt"): gettext_lazy("If it happened in a conversation, paste it: then others can see it happen."),
    ("compare", "prompt"): gettext_lazy("Add what was asked: both answers are judged by it."),
    ("compare", "answer"): gettext_lazy("Add answer A."),
    ("compare", "other"): gettext_lazy("Add answer B."),
    ("compare", "what"): gettext_lazy("Say in a few words why one is better."),
}


def shown_form(values: Any) -> dict[str, Any]:
    """All that the composer shows of what is typed. `values(name)` is what the form holds."""
    text = str(values("conversation") or "").replace("\r\n", "\n")[:MAX_CHARACTERS]
    reading = read_paste(text)
    turns = reading.turns()
    target = target_in(turns, str(values("target") or ""))
    answer = "" if target is None else turns[target]["content"]
    correction = str(values("correction") or "").replace("\r\n", "\n")
    said = told(values, turns, target)
    held, lost = settle(answer, values("marks") or [])
    return {
        "reading": shown_reading(reading, turns, target, held, lost),
        "difference": difference(answer, correction),
        "advice": shown_advice(advice_of(values, said), str(values("about") or "answer")),
        "short": shorten(**said, marked_at=held[0].start if held else None),
    }


def shown_reading(
    reading: Reading, turns: Sequence[Turn], target: int | None, held: Sequence[Mark], lost: Sequence[Mark]
) -> dict[str, Any]:
    """What `feedback/composing/reading.html` shows: `held` are the marks that stand in the answer, `lost` those that do not."""
    last = len(turns) if target is None else min(len(turns), target + 1 + BEHIND)
    first = max(0, last - TURNS_SHOWN)
    return {
        "is_empty": reading.source == "empty",
        "is_sure": reading.source != "plain" and target is not None,
        "how": how_words(reading),
        "notes": [words for note in reading.notes if (words := note_words(note))],
        "problem": problem_words(reading.problem) if reading.problem else "",
        "nobody": reading.source == "plain",
        "has_answer": target is not None,
        "count": ngettext("%(count)d turn", "%(count)d turns", len(turns)) % {"count": len(turns)},
        "earlier": first,
        "later": len(turns) - last,
        "turns": [_turn(index, turns[index], target, held) for index in range(first, last)],
        "marks": [{"at": at, "mark": mark, "is_lost": mark not in held} for at, mark in enumerate([*held, *lost])],
        "several": _several(reading),
    }


def _turn(index: int, turn: Turn, target: int | None, held: Sequence[Mark]) -> dict[str, Any]:
    content = turn["content"]
    is_target = index == target
    short = content if len(content) <= TURN_SHOWN else content[: TURN_SHOWN - 1] + "…"
    return {
        "index": index,
        "role": turn["role"],
        "is_target": is_target,
        "is_cut": not is_target and short != content,
        "content": content if is_target else short,
        "parts": _parts(content, held) if is_target else [],
    }


def _parts(answer: str, held: Sequence[Mark]) -> list[dict[str, Any]]:
    """The answer that is meant, each part behind `left` characters that are not shown: of a long one its beginning, and what
    stands around the first marks."""
    around = [(max(0, mark.start - AROUND), min(mark.end, mark.start + PASSAGE) + AROUND) for mark in held[:PASSAGES]]
    pieces = joined([(begins, answer[begins:end]) for begins, end in [(0, ANSWER), *around]])
    parts, at, spans = [], 0, [mark.span() for mark in held]
    for begins, text in pieces:
        parts.append({"at": begins, "left": begins - at, "html": marked(text, spans, begins)})
        at = begins + len(text)
    if at < len(answer):
        parts.append({"at": at, "left": len(answer) - at, "html": ""})
    return parts


def _several(reading: Reading) -> list[dict[str, Any]]:
    """The conversations of a paste that holds more than one, by their titles or first words."""
    if len(reading.conversations) < 2:
        return []
    return [
        {"index": at, "name": " ".join((one.title or one.messages[0].content[:400]).split())[:NAME_SHOWN]}
        for at, one in enumerate(reading.conversations[:CHOICES])
        if one.messages
    ]


def difference(answer: str, correction: str) -> list[dict[str, str]] | None:
    """What the correction changes; None where there is nothing to compare, nothing changed, or both are too long for it."""
    if len(answer) + len(correction) > COMPARED:
        return None
    if not answer.strip() or not correction.strip() or answer.strip() == correction.strip():
        return None
    return diff(answer, correction)


def told(values: Any, turns: Sequence[Turn], target: int | None) -> dict[str, str]:
    """What the form says, by what it is: of an answer or of a comparison."""

    def text(name: str) -> str:
        return str(values(name) or "")

    upto = turns if target is None else turns[:target]
    asked = next((turn["content"] for turn in reversed(upto) if turn["role"] == "user"), "")
    is_compare = text("about") == "compare"
    return {
        "title": text("title"),
        "body": text("body"),
        "prompt": text("question") if is_compare else asked,
        "answer": text("answer_a") if is_compare else "" if target is None else turns[target]["content"],
        "other": text("answer_b") if is_compare else "",
        "correction": "" if is_compare else text("correction"),
    }


def advice_of(values: Any, told: dict[str, str]) -> Advice:
    return advise(
        about=str(values("about") or "answer"),
        prompt=told["prompt"],
        answer=told["answer"],
        other=told["other"],
        correction=told["correction"],
        words=f"{told['title']} {told['body']}",
        reasons=len(values("reasons") or []),
        marks=len(values("marks") or []),
    )


def shown_advice(advice: Advice, about: str) -> dict[str, Any]:
    """What `feedback/composing/coach.html` shows: the parts, which of them are there, and the one thing to add."""
    done = sum(advice.parts.values())
    named = {"what": "why"} if about == "compare" else {}
    return {
        "parts": [{"name": PARTS[named.get(name, name)], "is_there": is_there} for name, is_there in advice.parts.items()],
        "done": done,
        "of": len(advice.parts),
        "next": _("It still says what the model said. Change what was wrong in it.")
        if advice.is_same
        else NEXT.get((about, advice.next), ""),
        "is_empty": done == 0,
    }


def can_undo(values: Any) -> bool:
    return 0 < len(str(values("pasted") or "")) <= UNDO_CHARACTERS
