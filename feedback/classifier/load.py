"""The one way to a classifier: `load_classifier().classify(reports)`."""

import functools
from collections.abc import Sequence
from pathlib import Path

from base.text.language import detect_language
from feedback.classifier.evidence import Evidence
from feedback.classifier.excerpt import Excerpt, excerpt
from feedback.classifier.features import Numbers
from feedback.classifier.inputs import inputs_of
from feedback.classifier.model import Model, read
from feedback.classifier.reasons import reasons_for
from feedback.classifier.verdict import LABELS, Verdict

ARTIFACT = Path(__file__).parent / "artifact" / "model.npz"


class Classifier:
    """A trained model, ready to judge reports."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._thresholds: dict[str, float] = model.meta["thresholds"]
        self._certain: dict[str, float] = model.meta["certain"]

    @property
    def name(self) -> str:
        """ "name@version" of the model, to be kept beside every verdict."""
        return f"{self._model.meta['name']}@{self._model.meta['version']}"

    def classify(self, reports: Sequence[Evidence]) -> list[Verdict]:
        """One verdict per report, in order; a report's verdict does not depend on the others. 32 to 64 at once is
        a good batch.
        """
        if not reports:
            return []
        parts = [excerpt(report) for report in reports]
        inputs = inputs_of(reports, parts)
        found = self._model.probabilities(inputs)
        return [
            self._verdict(report, part, numbers, dict(zip(LABELS, map(float, row), strict=True)))
            for report, part, numbers, row in zip(reports, parts, inputs.structure, found, strict=True)
        ]

    def _verdict(self, report: Evidence, part: Excerpt, numbers: Numbers, chances: dict[str, float]) -> Verdict:
        rounded = {label: round(chance, 4) for label, chance in chances.items()}
        passed = [label for label in LABELS if rounded[label] >= self._thresholds[label]]
        labels = tuple(sorted(passed, key=lambda label: -rounded[label]))
        certain = [label for label in labels if rounded[label] >= self._certain[label]]
        codes = reasons_for(report, part, numbers, labels)
        if not certain:
            codes.append("uncertain")
        return Verdict(
            labels=labels,
            probabilities=rounded,
            value=round(rounded["training_signal"] * (1 - rounded["noise"]), 4),
            abstained=not certain,
            language=report.language or detect_language(f"{part.title}\n{part.body}".strip() or part.prompt),
            classifier=self.name,
            reasons=tuple(codes),
        )


@functools.cache
def load_classifier() -> Classifier:
    """The classifier that is shipped, read once per process."""
    return Classifier(read(ARTIFACT))
