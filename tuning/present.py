"""From rows to what pages show."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, gettext_noop

from tuning.models import Row

KINDS = {
    "preference": gettext_noop("preference pairs"),
    "sft": gettext_noop("examples to imitate"),
    "kto": gettext_noop("judged answers"),
    "eval": gettext_noop("evaluation cases"),
}


def row_kind(kind: str) -> str:
    """What rows of `kind` are, in the reader's language; the trainers' own word where we have none."""
    return gettext(KINDS[kind]) if kind in KINDS else kind


def shown_row(row: Row) -> dict[str, Any]:
    """A row as the trainer sees it: the conversation, and for a pair both answers."""
    content: dict[str, Any] = row.content or {}
    turns = [
        {"role": turn["role"], "content": turn["content"]} for turn in content.get("messages") or content.get("prompt") or []
    ]
    return {
        "id": row.row_id,
        "kind": row.kind,
        "split": row.split,
        "language": row.language,
        "turns": turns,
        "chosen": content.get("chosen"),
        "rejected": content.get("rejected"),
        "completion": content.get("completion"),
        "label": content.get("label"),
        "report": row.report_id,
    }
