"""The feedback that Open WebUI exports (Admin → Evaluations → Export): ratings with a snapshot of the chat. Pure.

Shape: github.com/open-webui/open-webui (backend/open_webui/models/feedbacks.py): `data` has rating (1, -1), reason, comment,
tags, model_id and, where several models answered, sibling_model_ids; `meta` the chat_id and message_id; times are seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO

from feedback.imports.lines import BadLine, Item
from feedback.imports.objects import list_of, read_objects, shaped
from feedback.paste import Conversation, Reading
from feedback.paste.shape import joined
from feedback.paste.sources.open_webui import read_history

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RATINGS = {"1": 1, "-1": -1, "0": 0}


def read(source: BinaryIO) -> Iterator[Item]:
    for number, feedback in read_objects(source):
        yield number, shaped(_report, feedback, "a feedback of Open WebUI")


def _report(feedback: dict[str, Any]) -> dict[str, Any]:
    given, meta = feedback.get("data") or {}, feedback.get("meta") or {}
    if not feedback.get("id") or "rating" not in given:
        raise BadLine("id or data.rating: is missing; is this an export of feedback?")
    rating = _RATINGS.get(str(given["rating"]))
    chat = ((feedback.get("snapshot") or {}).get("chat") or {}).get("chat") or {}
    conversation = read_history(
        chat.get("history") or {}, str(chat.get("title") or ""), list_of(chat, "messages"), meta.get("message_id")
    )
    comment, reason = str(given.get("comment") or ""), str(given.get("reason") or "")
    report: dict[str, Any] = {
        "external_id": str(feedback["id"]),
        "title": _title(comment, reason, rating, conversation),
        "body": comment or reason,
        "rating": rating,
        "model_version": str(given.get("model_id") or meta.get("model_id") or "")[:60],
        "tags": _tags(given, meta, reason),
        "author": {"external_id": str(feedback.get("user_id") or "unknown")},
        "created_at": (_EPOCH + timedelta(seconds=feedback["created_at"])).isoformat(),
    }
    if conversation:
        report["conversation"] = Reading("open-webui", "", 1.0, (conversation,)).turns()
        report["alternatives"] = _alternatives(conversation, rating, bool(given.get("sibling_model_ids")))
    return report


def _title(comment: str, reason: str, rating: int | None, conversation: Conversation | None) -> str:
    asked = [message.content for message in conversation.messages if message.role == "user"] if conversation else []
    words = comment or (asked[-1] if asked else "") or reason or f"Rated {rating}"
    return words.strip().split("\n")[0][:200] or f"Rated {rating}"


def _tags(given: dict[str, Any], meta: dict[str, Any], reason: str) -> list[str]:
    words = [reason, *map(str, list_of(given, "tags") or list_of(meta, "tags")), *(["arena"] if meta.get("arena") else [])]
    return [word[:40] for word in dict.fromkeys(words) if word][:20]


def _alternatives(conversation: Conversation, rating: int | None, compared: bool) -> list[dict[str, Any]]:
    """The answers to the last question, ranked, where somebody compared them: a rating alone compares nothing."""
    last = conversation.messages[-1]
    if not compared or rating not in (1, -1) or last.role != "assistant" or not last.alternatives:
        return []
    own, other = (1, 2) if rating == 1 else (2, 1)
    others = [{"content": joined(parts), "rank": other} for parts in last.alternatives]
    return [{"content": last.content, "rank": own}, *others][:20]
