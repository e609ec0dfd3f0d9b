"""What the classifier says about one report."""

from dataclasses import dataclass

LABELS = ("bug_report", "feature_request", "training_signal", "question", "praise", "noise")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Calibrated, independent probabilities per label; `labels` are those over their thresholds, likeliest first.

    `value` (0 to 1) ranks reports by what they can teach the model. `abstained` says that no label passed, or that
    the likeliest one is too uncertain to act on. `reasons` are codes of `feedback.classifier.reasons`.
    """

    labels: tuple[str, ...]
    probabilities: dict[str, float]
    value: float
    abstained: bool
    language: str
    classifier: str
    reasons: tuple[str, ...]
