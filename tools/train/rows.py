"""One training row: a report, what is known about it, how much it counts, and what it must not be split from."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feedback.classifier.evidence import Evidence
from feedback.classifier.verdict import LABELS


@dataclass(frozen=True, slots=True)
class Row:
    """`labels` holds only what is known (absent: unknown, the row is left out of that label's training).
    `group` is the unit that folds keep together; `origin` the set it came from.
    """

    evidence: Evidence
    labels: dict[str, int]
    weight: float
    group: str
    origin: str
    language: str
    key: str = ""


def only(label: str, *, unknown: tuple[str, ...] = ()) -> dict[str, int]:
    """Labels of a row that is `label` and nothing else, apart from what is unknown."""
    return {name: int(name == label) for name in LABELS if name not in unknown}


def jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON lines file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
