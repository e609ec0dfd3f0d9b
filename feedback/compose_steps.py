"""What the composer's buttons do before the report is sent: each changes what the form holds, and the form comes back.

Nothing is kept here: the whole state travels in the form, so that a draft holds it too and it works without a script.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from base.paging import read_number
from feedback.compose_fields import MAX_FILE, MarksInput
from feedback.composing import turns as put_right
from feedback.composing.marks import MOST, Mark, find, settle, touches
from feedback.composing.turns import read_as, target_in
from feedback.paste import Reading, Turn, read_paste
from feedback.paste.prepare import prepare
from feedback.paste.written import as_text
from feedback.schema import MAX_CHARACTERS

UNDO_CHARACTERS = 200_000  # what was pasted travels along up to here, so that one click brings it back
Files = MultiValueDict[str, Any]  # of UploadedFile


@dataclass
class Outcome:
    """`trouble` by the field it belongs to, `note` where all went well but something is to be said; `wrote` names the text
    boxes that hold something else now.
    """

    trouble: dict[str, str] = field(default_factory=dict)
    note: str = ""
    wrote: set[str] = field(default_factory=set)


def take_file(data: QueryDict, files: Files, outcome: Outcome) -> None:
    """A file that came along stands in the box for the conversation, where that is empty."""
    file = files.get("file")
    if file is None:
        return
    files.pop("file")
    if data.get("conversation", "").strip():
        outcome.trouble["file"] = _("The box holds something already. Empty it first, and choose the file again.")
        return
    content = file.read(MAX_FILE + 1)
    prepared = prepare(content[:MAX_FILE])
    if len(content) > MAX_FILE:
        outcome.trouble["file"] = _("This file is larger than 8 MB. Save the one conversation by itself, and choose that.")
    elif prepared.problem:
        outcome.trouble["file"] = _("This file is no text that we can read (UTF-8 or UTF-16). Save it as text, or paste it.")
    elif len(prepared.text) > MAX_CHARACTERS:
        outcome.trouble["file"] = _("This holds %(have)s characters; %(most)s are the most. Save one conversation only.") % {
            "have": f"{len(prepared.text):,}",
            "most": f"{MAX_CHARACTERS:,}",
        }
    elif not prepared.text.strip():
        outcome.trouble["file"] = _("This file is empty.")
    else:
        _write(data, outcome, "conversation", prepared.text)


def take_step(data: QueryDict, step: str) -> Outcome:
    """What one button did to `data`; a step that is none changes nothing."""
    outcome = Outcome()
    name, _colon, rest = step.partition(":")
    if act := STEPS.get(name):
        act(data, rest, outcome)
    return outcome


def conversation_of(data: QueryDict) -> Reading:
    return read_paste(data.get("conversation", "").replace("\r\n", "\n")[:MAX_CHARACTERS])


def _write(data: QueryDict, outcome: Outcome, name: str, text: str) -> None:
    data[name] = text
    outcome.wrote.add(name)


def _put(data: QueryDict, outcome: Outcome, turns: list[Turn]) -> None:
    """The turns in place of what was pasted, which can be brought back."""
    pasted = data.get("conversation", "")
    if not data.get("pasted") and len(pasted) <= UNDO_CHARACTERS:
        data["pasted"] = pasted
    _write(data, outcome, "conversation", as_text(turns))


def _turn(data: QueryDict, rest: str, outcome: Outcome) -> None:
    """`turn:join:2`, `turn:drop:2`, `turn:assistant:2`."""
    verb, _colon, number = rest.partition(":")
    turns = conversation_of(data).turns()
    at = read_number(number)
    if at is None or at >= len(turns) or (verb == "join" and at == 0):
        outcome.trouble["conversation"] = _("That turn is no longer there. Look again at what was read.")
        return
    meant = target_in(turns, data.get("target", ""))
    if verb == "join":
        changed = put_right.join(turns, at)
    elif verb == "drop":
        changed = put_right.leave_out(turns, at)
    elif verb in put_right.ROLES:
        changed = put_right.change_role(turns, at, verb)
    else:
        return
    if meant is not None and verb in {"join", "drop"} and meant >= at:
        meant = max(0, meant - 1)
    now_meant = None if meant is None else target_in(changed, str(meant))
    data["target"] = "" if now_meant is None else str(now_meant)
    _put(data, outcome, changed)


def _read(data: QueryDict, way: str, outcome: Outcome) -> None:
    """`way:split`: what does not say who speaks, read so."""
    if way in put_right.WAYS:
        data["target"] = ""
        _put(data, outcome, read_as(data.get("pasted") or data.get("conversation", ""), way))


def _pick(data: QueryDict, number: str, outcome: Outcome) -> None:
    """`conversation:3`: of several that were pasted, that one."""
    reading = conversation_of(data)
    at = read_number(number)
    if at is None or at >= len(reading.conversations):
        return
    data["target"] = ""
    turns = [{"role": message.role, "content": message.content} for message in reading.conversations[at].messages]
    _put(data, outcome, turns)


def _undo(data: QueryDict, _rest: str, outcome: Outcome) -> None:
    if pasted := data.get("pasted", ""):
        _write(data, outcome, "conversation", pasted)
        data["pasted"] = data["target"] = ""


def answer_of(data: QueryDict) -> str:
    turns = conversation_of(data).turns()
    target = target_in(turns, data.get("target", ""))
    return "" if target is None else turns[target]["content"]


def _begin(data: QueryDict, _rest: str, outcome: Outcome) -> None:
    """The correction begins as a copy of the answer."""
    if answer := answer_of(data):
        if not data.get("correction", "").strip():
            _write(data, outcome, "correction", answer)
    else:
        outcome.trouble["correction"] = _("There is no answer yet to begin with. Paste the conversation first.")


def _mark(data: QueryDict, _rest: str, outcome: Outcome) -> None:
    passage = data.get("passage", "").replace("\r\n", "\n")
    if not passage.strip():
        outcome.trouble["passage"] = _("Select the wrong words in the answer, or write them here.")
        return
    answer = answer_of(data)
    at = read_number(data.get("passage_at", ""))  # of a selection; who wrote the words did not say where
    found = find(answer, passage, at)
    marks = marks_in(data)
    held, _lost = settle(answer, marks)
    if found is None:
        outcome.trouble["passage"] = _(
            "These words are not in the answer that is picked. Copy them from it as they stand there."
        )
    elif touches(held, found.start, found.start + len(found.quote)):
        outcome.trouble["passage"] = _("These words are marked already.")
    elif len(marks) >= MOST:
        outcome.trouble["passage"] = _("These are %(most)d marks, the most there can be.") % {"most": MOST}
    else:
        keep_marks(data, [*marks, Mark(found.start, found.quote)])
        data["passage"] = data["passage_at"] = ""
        if found.times > 1 and at is None:
            outcome.note = ngettext(
                "These words stand there %(count)d time; the first is marked.",
                "These words stand there %(count)d times; the first is marked.",
                found.times,
            ) % {"count": found.times}


def take_passage(data: QueryDict, outcome: Outcome) -> None:
    """Words that were written as wrong and not yet marked when the form was sent; a mere selection is no mark."""
    if data.get("about", "answer") == "answer" and data.get("passage", "").strip() and not data.get("passage_at"):
        _mark(data, "", outcome)


def _unmark(data: QueryDict, number: str, _outcome: Outcome) -> None:
    at = read_number(number)
    keep_marks(data, [mark for index, mark in enumerate(marks_in(data)) if index != at])


def marks_in(data: QueryDict) -> list[Mark]:
    return MarksInput().value_from_datadict(data, {}, "marks")


def keep_marks(data: QueryDict, marks: list[Mark]) -> None:
    data.setlist("marks_start", [str(mark.start) for mark in marks])
    data.setlist("marks_quote", [mark.quote for mark in marks])
    data.setlist("marks_comment", [mark.comment for mark in marks])


STEPS: dict[str, Callable[[QueryDict, str, Outcome], None]] = {
    "turn": _turn,
    "way": _read,
    "conversation": _pick,
    "undo": _undo,
    "begin": _begin,
    "mark": _mark,
    "unmark": _unmark,
}


def values_in(fields: dict[str, Any], data: Any) -> dict[str, Any]:
    """What `data` holds for the fields of a form, to begin one with."""
    return {
        name: one.widget.value_from_datadict(data, {}, name)
        for name, one in fields.items()
        if not one.widget.value_omitted_from_data(data, {}, name)
    }
