"""From one accepted report to the rows it gives. Pure: plain values in, canonical rows out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from base.pii import redact, scan
from tuning.formats.canonical import CanonicalRow, content_sha256, same_text

# Names and addresses are as often those of a story as those of a person: they are left to the moderator's eye.
NOT_MASKED = frozenset({"person_name", "street_address"})


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """An accepted report as the dataset sees it. `conversation` is as reported, `target` the index of the bad answer."""

    report_id: int
    conversation: Sequence[Mapping[str, str]]
    target: int | None
    rating: int | None
    correction: str
    alternatives: Sequence[Mapping[str, Any]]
    provenance: Mapping[str, Any]  # the fields of CanonicalRow that say where it comes from and why it may be used


def make_rows(
    report: Accepted, *, dataset: str, version: int, kinds: Sequence[str], test_share: float
) -> Iterator[CanonicalRow]:
    """One row at most for each of `kinds` that the report has the material for.

    - preference: the correction against the answer; without a correction, the best alternative against the worst.
    - sft: the prompt with an answer that was rated good, or with the correction. Where the pair is a row of its own the
      correction is not one as well: every SFT format takes the chosen side of a pair, and would hold the lesson twice.
    - kto: an answer with its own rating, good or bad. A pair is relative and never becomes one.
    """
    answer = "" if report.target is None else report.conversation[report.target]["content"]
    prompt = [dict(turn) for turn in report.conversation[: report.target or 0]]
    if not prompt:
        return
    contents = dict(_contents(report, prompt, answer))
    if "preference" in contents and "preference" in kinds:
        contents.pop("sft", None)
    for kind, content in contents.items():
        if kind in kinds:
            yield CanonicalRow(
                row_id=row_id(dataset, report.report_id, kind),
                dataset=dataset,
                version=version,
                split=split_of(report.report_id, test_share),
                kind=kind,
                **_masked(kind, content),
                **report.provenance,
            )


def _masked(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """The content without personal data and secrets, its hash, and whether anything was taken out."""
    clean = {name: _mask(value) for name, value in content.items()}
    status = "none found" if clean == content else "redacted"
    return {**clean, "content_sha256": content_sha256({"kind": kind, **clean}), "pii_status": status}


def _mask(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value, [span for span in scan(value) if span.type not in NOT_MASKED])
    if isinstance(value, list):
        return [_mask(one) for one in value]
    if isinstance(value, dict):
        return {name: held if name == "role" else _mask(held) for name, held in value.items()}
    return value


def _contents(report: Accepted, prompt: list[dict[str, str]], answer: str) -> Iterator[tuple[str, dict[str, Any]]]:
    good, bad = best_and_worst(report, answer)
    if good and bad and not same_text(good, bad):
        yield "preference", {"prompt": prompt, "chosen": good, "rejected": bad}
    lesson = report.correction or (answer if report.rating == 1 else "")
    if lesson:
        yield "sft", {"messages": [*prompt, {"role": "assistant", "content": lesson}]}
    if answer and report.rating in (-1, 1):
        yield "kto", {"prompt": prompt, "completion": answer, "label": report.rating == 1}


def best_and_worst(report: Accepted, answer: str) -> tuple[str, str]:
    """The two sides of a preference, or empty texts where nobody said which is better."""
    if report.correction:
        return report.correction, answer
    ranked = sorted(report.alternatives, key=lambda other: other["rank"])
    if len(ranked) > 1 and ranked[0]["rank"] < ranked[-1]["rank"]:
        return ranked[0]["content"], ranked[-1]["content"]
    return "", ""


def row_id(dataset: str, report_id: int, kind: str) -> str:
    """The same for the same report in every version, and telling nobody which report it is."""
    return hashlib.sha256(f"{dataset}/{report_id}/{kind}".encode()).hexdigest()[:24]


def split_of(report_id: int, test_share: float) -> str:
    """`test` for about `test_share` of all reports, by a hash, so that a report is held out in every version or in none."""
    drawn = int.from_bytes(hashlib.sha256(f"split/{report_id}".encode()).digest()[:8], "big") / 2**64
    return "test" if drawn < test_share else "train"


def pseudonym(salt: str, member_id: int) -> str:
    """A contributor's name inside one dataset; the salt stays in the database."""
    return hashlib.sha256(f"{salt}/{member_id}".encode()).hexdigest()[:16]
