"""As much of a report as a classifier reads, small enough to be handed to a worker. Pure."""

from __future__ import annotations

from typing import Any

from feedback.classifier.evidence import Alternative, Evidence, MarkedSpan, Message

TITLE, BODY, TURN = 300, 2_000, 1_200  # characters; the classifier reads no more of each
AROUND = 300  # characters ahead of what is marked


def shorten(
    *, title: str, body: str, prompt: str, answer: str, correction: str, other: str = "", marked_at: int | None = None
) -> dict[str, Any]:
    """JSON of the parts that count; `marked_at` is where the first wrong passage begins."""
    start = max(0, (marked_at or 0) - AROUND)
    return {
        "title": title[:TITLE],
        "body": body if len(body) <= BODY else f"{body[: BODY - TITLE]}\n{body[-TITLE:]}",
        "prompt": prompt if len(prompt) <= TURN else f"{prompt[: TURN // 2]}\n{prompt[-(TURN // 2) :]}",
        "answer": answer[start : start + TURN],
        "correction": correction[:TURN],
        "other": other[:TURN],
        "is_marked": marked_at is not None,
    }


def evidence_of(short: dict[str, Any]) -> Evidence:
    """What a classifier reads of it."""
    turns = (("user", short["prompt"]), ("assistant", short["answer"]))
    return Evidence(
        title=short["title"],
        body=short["body"],
        messages=tuple(Message(role, content) for role, content in turns if content),
        rating=-1 if short["answer"] else None,
        correction=short["correction"] or None,
        alternatives=(Alternative(short["other"]),) if short["other"] else (),
        spans=(MarkedSpan(0, 1),) if short["is_marked"] and short["answer"] else (),
    )
