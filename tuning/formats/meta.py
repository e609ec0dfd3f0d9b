"""What is said of a version as a whole, and the withdrawals that reach it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class VersionMeta:
    """A dataset version, as its card, manifest and Croissant file tell of it.

    `dataset` is the slug; `created_at` the version's own RFC 3339 time; `licence` an SPDX identifier; `recipe` the
    recipe's snapshot, as plain JSON values; `software` a name and version such as `huiliu 0.1.0`. The last
    group answers the questions of Croissant's responsible-AI vocabulary.
    """

    dataset: str
    version: int
    title: str
    created_at: str
    licence: str
    description: str = ""
    publisher: str = "Huiliu"
    url: str = ""
    software: str = "huiliu"
    recipe: Mapping[str, Any] = field(default_factory=dict)

    collection: str = (
        "Members of a community site report what a model answered, in the open, with a rating, a correction or "
        "alternatives; each report carries its own consent."
    )
    annotation_protocol: str = (
        "A classifier suggests with a calibrated probability and may abstain; a moderator decides each report. "
        "Corrections and preferences are the reporters' own."
    )
    annotations_per_item: str = "At least one moderator's decision; the lineage gives the number and the agreement."
    personal_data: str = (
        "Personal data is searched for in Chinese and English and redacted before a row is built; contributors appear "
        "under pseudonyms."
    )
    maintenance: str = (
        "Versions never change; a withdrawal shreds the row in every version, leaves a tombstone, and the tombstones "
        "can be applied to files downloaded earlier."
    )
    limitations: str = (
        "Reporters chose themselves and mostly report what went wrong: the rows are no fair sample of the model's use."
    )
    use_cases: str = "Fine-tuning and preference tuning of the language models the reports are about."

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Tombstone:
    """A withdrawn row: which, the hash of what it held, why, and when (RFC 3339)."""

    row_id: str
    sha256: str
    reason: str
    time: str

    def to_dict(self) -> dict[str, str]:
        return {"row_id": self.row_id, "sha256": self.sha256, "reason": self.reason, "time": self.time}
