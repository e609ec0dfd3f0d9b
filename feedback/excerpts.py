"""What a page shows of evidence that may hold two million characters: cut where it lies, so that only that is read out.

PostgreSQL unpacks the whole of a conversation to cut it, which is linear (20 ms for two million characters); what it sends
is bounded whatever the conversation holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, IntegerField, JSONField, Subquery, TextField, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Coalesce, JSONObject, Length, Substr

from feedback.models import Evidence

# Characters and turns that a first page reads of a conversation.
ANSWER = 12_000  # the answer that is meant is whole up to here; of a longer one there are the passages that are marked
AROUND = 600  # on either side of a marked passage
PASSAGE, PASSAGES = 2_000, 12
TURN = 4_000
BEFORE, BEHIND = 31, 8  # turns, of the one that is meant; where none is, of the last
TEXT = 12_000  # of a correction, a body or another answer
WINDOW = 8_000  # of any of them, read on from somewhere

_TALK = f"""(SELECT jsonb_build_object('count', count(*), 'length', coalesce(sum(length), 0), 'turns', coalesce(
  jsonb_agg(jsonb_build_object('at', at, 'role', role, 'length', length, 'pieces', pieces) ORDER BY at)
  FILTER (WHERE pieces IS NOT NULL), '[]'))
FROM (
  SELECT at, role, length, CASE
    WHEN at < middle - {BEFORE} OR at > middle + {BEHIND} THEN NULL
    WHEN at IS DISTINCT FROM target THEN jsonb_build_array(jsonb_build_array(0, left(words, {TURN})))
    WHEN length <= {ANSWER} THEN jsonb_build_array(jsonb_build_array(0, words))
    WHEN jsonb_array_length(spans) = 0 THEN jsonb_build_array(jsonb_build_array(0, left(words, {ANSWER})))
    ELSE (
      SELECT jsonb_agg(jsonb_build_array(first, substr(words, first + 1, last - first)) ORDER BY first)
      FROM (SELECT (value->>'start')::int AS start, (value->>'end')::int AS stop
            FROM jsonb_array_elements(spans) ORDER BY 1, 2 LIMIT {PASSAGES}) AS span,
        LATERAL (SELECT greatest(start - {AROUND}, 0) AS first, least(stop, start + {PASSAGE}) + {AROUND} AS last) AS edges)
    END AS pieces
  FROM (
    SELECT given.target, given.spans, coalesce(given.target, given.count - 1) AS middle, each.n - 1 AS at,
      each.value->>'role' AS role, each.value->>'content' AS words
    FROM (SELECT e.conversation, e.target, e.spans, jsonb_array_length(e.conversation) AS count OFFSET 0) AS given,
      jsonb_array_elements(given.conversation) WITH ORDINALITY AS each (value, n) OFFSET 0) AS turn,
    LATERAL (SELECT char_length(words) AS length OFFSET 0) AS measured) AS cut)"""  # noqa: S608 -- figures of our own

_OTHERS = f"""(SELECT coalesce(jsonb_agg(jsonb_build_object('rank', value->'rank', 'at', n - 1, 'content',
  left(value->>'content', {TEXT}), 'length', char_length(value->>'content')) ORDER BY (value->>'rank')::int, n), '[]')
FROM jsonb_array_elements(e.alternatives) WITH ORDINALITY AS each (value, n))"""  # noqa: S608 -- figures of our own

_ROW = f"""(SELECT jsonb_build_object('body', left(e.body, {TEXT}), 'body_length', char_length(e.body),
  'correction', left(e.correction, {TEXT}), 'correction_length', char_length(e.correction), 'alternatives', {_OTHERS},
  'target', e.target, 'spans', e.spans, 'tags', e.tags, 'talk', {_TALK})
FROM feedback_evidence e WHERE e.report_id = feedback_report.thread_id AND e.is_current)"""  # noqa: S608 -- figures of our own


@dataclass(frozen=True, slots=True)
class CutTurn:
    """A turn of `length` characters at `at`, and of it `pieces`: where each begins, and its text."""

    at: int
    role: str
    length: int
    pieces: list[tuple[int, str]]

    @property
    def whole(self) -> str | None:
        """The turn's text, if all of it is here."""
        return self.pieces[0][1] if len(self.pieces) == 1 and len(self.pieces[0][1]) == self.length else None


@dataclass(frozen=True, slots=True)
class CutEvidence:
    """Evidence as a first page needs it. Texts are cut to `TEXT` characters, and `lengths` says how long each really is;
    `turns` are those around the one that is meant, of `count` with `length` characters together."""

    body: str
    correction: str
    alternatives: list[dict[str, Any]]  # [{"content": "…", "rank": 1, "at": 0, "length": 12}, …]
    lengths: dict[str, int]
    target: int | None
    spans: list[dict[str, Any]]
    tags: list[str]
    turns: list[CutTurn]
    count: int
    length: int

    def answer(self) -> CutTurn | None:
        """The turn that is meant."""
        return next((turn for turn in self.turns if turn.at == self.target), None)


def cut_evidence() -> RawSQL:
    """A column of reports with what `read_cut` reads. In SQL as it is: see `feedback.queries`."""
    return RawSQL(_ROW, [], output_field=JSONField())  # noqa: S611 -- names and figures are ours, there are no values


def read_cut(row: dict[str, Any]) -> CutEvidence:
    talk = row["talk"]
    return CutEvidence(
        body=row["body"],
        correction=row["correction"],
        alternatives=row["alternatives"],
        lengths={"body": row["body_length"], "correction": row["correction_length"]},
        target=row["target"],
        spans=row["spans"],
        tags=row["tags"],
        turns=[
            CutTurn(turn["at"], turn["role"], turn["length"], [(begins, text) for begins, text in turn["pieces"]])
            for turn in talk["turns"]
        ],
        count=talk["count"],
        length=talk["length"],
    )


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of one text of the evidence: of `part`, and for a turn or another answer its number `at`."""

    part: str
    at: int
    role: str
    start: int
    text: str
    length: int
    turns: int
    spans: list[dict[str, Any]]

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def window_of(report: Any, *, part: str, at: int | None, start: int, size: int = WINDOW) -> Subquery:
    """A column with what `read_window` reads: `size` characters of a text from `start` on. `part` is "turn", "body",
    "correction" or "other"; without a number the turn that is meant."""
    number = Coalesce(Value(at, IntegerField()), F("target"), Value(0))
    words: Combinable = F(part)
    if part in {"turn", "other"}:
        words = _field(_element("conversation" if part == "turn" else "alternatives", number), "content")
    row = JSONObject(
        at=number,
        role=_field(_element("conversation", number), "role") if part == "turn" else Value(""),
        text=Substr(words, start + 1, size),
        length=Length(words),
        turns=Func(F("conversation"), function="jsonb_array_length", output_field=IntegerField()),
        target="target",
        spans="spans",
    )
    return Subquery(Evidence.objects.filter(report=report, is_current=True).values(row=row), output_field=JSONField())


def _element(column: str, number: Combinable) -> Func:
    return Func(F(column), number, function="jsonb_array_element", output_field=JSONField())


def _field(value: Combinable, name: str) -> Func:
    return Func(value, Value(name), function="jsonb_object_field_text", output_field=TextField())


def read_window(row: dict[str, Any], part: str, start: int) -> Window | None:
    """None where there is no such text, or it ends before `start`."""
    if row["length"] is None or (start and start >= row["length"]):
        return None
    spans = row["spans"] if part == "turn" and row["at"] == row["target"] else []
    return Window(part, row["at"], row["role"], start, row["text"], row["length"], row["turns"], spans)
