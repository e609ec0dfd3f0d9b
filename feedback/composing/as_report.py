"""From what the composer's fields hold to a report as JSON. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from feedback.composing.marks import Mark
from feedback.composing.turns import target_in
from feedback.composing.wrong import as_tags
from feedback.paste import NotAConversation, Turn, parse_paste

BETTER = ("a", "b", "both_good", "both_bad")


def answer_part(*, turns: Sequence[Turn], target: str, marks: Sequence[Mark], given: Mapping[str, Any]) -> dict[str, Any]:
    """What a report on one answer says of it."""
    return {
        "conversation": list(turns),
        "target": target_in(turns, target),
        "rating": -1,
        "correction": given["correction"],
        "spans": [mark.span() for mark in marks],
        "tags": [*given["tags"], *as_tags(given["reasons"])],
    }


def comparison_part(given: Mapping[str, Any]) -> dict[str, Any]:
    """Two answers to one question: the weaker is the one that is meant, both are alternatives with their ranks. Where both
    are as good or as bad they share a rank, and the first is rated.
    """
    better = given["better"]
    answers = [given["answer_a"], given["answer_b"]]
    ranks = {"a": [1, 2], "b": [2, 1]}.get(better, [1, 1])
    meant = answers[0] if better == "b" or ranks == [1, 1] else answers[1]
    prompt = question_turns(given["question"])
    return {
        "conversation": [*prompt, {"role": "assistant", "content": meant}],
        "target": len(prompt),
        "rating": {"both_good": 1, "both_bad": -1}.get(better),
        "alternatives": [{"content": text, "rank": rank} for text, rank in zip(answers, ranks, strict=True)],
        "tags": [*given["tags"], *(as_tags(given["reasons"]) if better != "both_good" else [])],
    }


def question_turns(text: str) -> list[Turn]:
    """What both answers answer: a question as it is, or a conversation that ends with one."""
    try:
        turns = parse_paste(text)
    except NotAConversation:
        turns = []
    return turns if turns and turns[-1]["role"] == "user" else [{"role": "user", "content": text.strip()}]
