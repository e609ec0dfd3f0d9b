"""Scores that people gave in LangFuse, with the traces they gave them for. Pure.

https://langfuse.com/docs/api-and-data-platform/features/blob-storage-export-fields: traces, and scores in them or
beside them in the same file; camelCase from the interface, snake_case from the storage. A report is a trace with its
scores. A score whose trace is not in the file is a report by itself. What only an evaluator scored (source EVAL), or
nobody, is nobody's report: rejected.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO, cast

from feedback.imports.lines import BadLine, Item
from feedback.imports.objects import list_of, read_objects, shaped
from feedback.paste import Reading
from feedback.paste.sources import langfuse

_GOOD = {"true", "positive", "up", "good", "like", "thumbs_up", "thumbs up", "👍"}
_BAD = {"false", "negative", "down", "bad", "dislike", "thumbs_down", "thumbs down", "👎"}
Scores = list[dict[str, Any]]


def read(source: BinaryIO) -> Iterator[Item]:
    """Reads the file twice: first the scores, which may stand after their traces, then everything in order."""
    with tempfile.TemporaryFile() as kept:
        shutil.copyfileobj(source, kept)
        seen = _Seen()
        for _number, value in _from_start(cast(BinaryIO, kept)):
            if not isinstance(value, BadLine):
                seen.add(value)
        for number, value in _from_start(cast(BinaryIO, kept)):
            if isinstance(value, BadLine) or not _is_score(value):
                yield number, shaped(partial(_report, seen), value, "a LangFuse trace")
            elif _trace_of(value) not in seen.traces:
                yield number, shaped(partial(_report_of_score, seen), value, "a LangFuse score")


def _from_start(kept: BinaryIO) -> Iterator[Item]:
    kept.seek(0)
    return read_objects(kept)


class _Seen:
    """What the file holds: its traces, the scores beside them, and the numbers that each name of a score takes."""

    def __init__(self) -> None:
        self.traces: set[str] = set()
        self.scores: dict[str, Scores] = {}
        self.signs: dict[str, set[int]] = {}  # of each name: which of -1, 0 and 1; 2 for any other number

    def add(self, value: dict[str, Any]) -> None:
        if _is_score(value):
            self.scores.setdefault(_trace_of(value), []).append(value)
            self._number(value)
        else:
            self.traces.add(str(value.get("id")))
            inside = value.get("scores")
            for score in inside if isinstance(inside, list) else []:
                if isinstance(score, dict):
                    self._number(score)

    def _number(self, score: dict[str, Any]) -> None:
        value = score.get("value")
        if isinstance(value, int | float):
            self.signs.setdefault(str(score.get("name")), set()).add(int(value) if value in (-1, 0, 1) else 2)


def _is_score(value: dict[str, Any]) -> bool:
    return "name" in value and bool(value.keys() & {"value", "stringValue", "string_value"}) and "input" not in value


def _trace_of(score: dict[str, Any]) -> str:
    return str(score.get("traceId") or score.get("trace_id") or "")


def _report(seen: _Seen, trace: dict[str, Any]) -> dict[str, Any]:
    if not trace.get("id"):
        raise BadLine("id: is missing; is this an export of traces or scores?")
    inside = [score for score in list_of(trace, "scores") if isinstance(score, dict) and "name" in score]
    scores = _by_people([*inside, *seen.scores.get(str(trace["id"]), [])])
    report = _of_scores(scores, seen)
    conversation = langfuse.SOURCE.read({"projectId": "", **trace})
    if conversation:
        report["conversation"] = Reading("langfuse", "", 1.0, (conversation,)).turns()
    asked = [message.content for message in conversation.messages if message.role == "user"] if conversation else []
    who = trace.get("userId") or trace.get("user_id")
    return {
        **report,
        "external_id": str(trace["id"]),
        "title": report["title"]
        or (asked[-1].strip().split("\n")[0][:200] if asked else "")
        or str(trace.get("name") or "Scored"),
        "model_version": _model(trace)[:60],
        "tags": [str(tag)[:40] for tag in list_of(trace, "tags")][:20],
        **({"author": {"external_id": str(who)[:200]}} if who else {}),
        **_time(trace),
    }


def _report_of_score(seen: _Seen, score: dict[str, Any]) -> dict[str, Any]:
    _by_people([score])
    report = _of_scores([score], seen)
    known_as = score.get("id") or f"{_trace_of(score)}:{score['name']}"
    who = score.get("authorUserId") or score.get("author_user_id") or score.get("userId")
    return {
        **report,
        "external_id": str(known_as),
        "title": report["title"] or report["body"][:200],
        **({"author": {"external_id": str(who)[:200]}} if who else {}),
        **_time(score),
    }


def _by_people(scores: Scores) -> Scores:
    people = [score for score in scores if str(score.get("source", "API")).upper() != "EVAL"]
    if not people:
        raise BadLine("only an evaluator scored this" if scores else "no score: nobody said anything of this trace")
    return people


def _of_scores(scores: Scores, seen: _Seen) -> dict[str, Any]:
    comments = [str(score["comment"]).strip() for score in scores if score.get("comment")]
    ratings = [rating for score in scores if (rating := _rating(score, seen)) is not None]
    corrections = [str(_value(score)) for score in scores if _kind(score) == "CORRECTION"]
    lines = [f"{score['name']}: {_value(score)}" for score in scores if _kind(score) != "CORRECTION"]
    return {
        "title": comments[0].split("\n")[0][:200] if comments else "",
        "body": "\n\n".join([*comments, "\n".join(lines)]).strip(),
        "rating": min(ratings) if ratings else None,  # where people disagree, the complaint is the report
        "correction": corrections[0] if corrections else "",
    }


def _kind(score: dict[str, Any]) -> str:
    return str(score.get("dataType") or score.get("data_type") or "NUMERIC")


def _value(score: dict[str, Any]) -> Any:
    words = score.get("stringValue") or score.get("string_value")
    return words if words not in (None, "") else score.get("value")


def _rating(score: dict[str, Any], seen: _Seen) -> int | None:
    """Up or down. Where a name also takes numbers such as 0.7 or 4, a 1 is not "up": such scores stay in the words alone."""
    value = _value(score)
    if _kind(score) == "CORRECTION":
        return None
    if isinstance(value, str):
        return 1 if value.lower() in _GOOD else -1 if value.lower() in _BAD else None
    signs = seen.signs.get(str(score.get("name")), {2})
    if 2 in signs or value not in (-1, 0, 1):
        return None
    return int(value) if value or -1 in signs else -1


def _model(trace: dict[str, Any]) -> str:
    models = [str(item["model"]) for item in list_of(trace, "observations") if isinstance(item, dict) and item.get("model")]
    return str(trace.get("model") or trace.get("provided_model_name") or (models[-1] if models else ""))


def _time(found: dict[str, Any]) -> dict[str, str]:
    """LangFuse's times are in UTC, whether they say so or not."""
    written = str(found.get("timestamp") or found.get("createdAt") or found.get("created_at") or "")
    if not written:
        return {}
    zoned = written.endswith("Z") or "+" in written[10:]
    return {"created_at": (written if zoned else f"{written}Z").replace(" ", "T", 1)}
