"""What a report has, and the one thing that would help it most. Pure; it advises and holds nobody up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WORDS = 15  # characters under which words say hardly anything
LONG = 200  # characters of an answer from which on one has to look for what is wrong


@dataclass(frozen=True, slots=True)
class Advice:
    """`parts`: what a report of its sort has, by name, in the order in which it helps; `next` is the part to add, "" where
    nothing is missing; `is_same`: the correction is the answer.
    """

    parts: Mapping[str, bool]
    next: str
    is_same: bool = False


def advise(
    *, about: str, prompt: str, answer: str, correction: str, words: str, reasons: int, marks: int, other: str = ""
) -> Advice:
    """`about` is answer, product or compare; `other` is the second answer of a comparison."""
    what = bool(reasons) or len(words.strip()) >= WORDS or any("\u3400" <= one <= "\u9fff" for one in words)
    is_same = bool(correction.strip()) and correction.strip() == answer.strip()
    parts: dict[str, bool]
    if about == "product":
        parts = {"what": what, "prompt": bool(prompt.strip())}
    elif about == "compare":
        parts = {"prompt": bool(prompt.strip()), "answer": bool(answer.strip()), "other": bool(other.strip()), "what": what}
    else:
        parts = {
            "answer": bool(answer.strip()),
            "prompt": bool(prompt.strip()),
            "correction": bool(correction.strip()) and not is_same,
            "what": what or bool(marks),
        }
        if len(answer) >= LONG:
            parts["marks"] = bool(marks)
    missing = next((name for name, is_there in parts.items() if not is_there), "")
    return Advice(parts, missing, is_same)
