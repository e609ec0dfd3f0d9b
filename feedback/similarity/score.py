"""How likely two texts are duplicates."""

import functools
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from feedback.classifier.embedder import embed
from feedback.similarity.features import compare, kind, prepare
from feedback.similarity.model import Model, read

ARTIFACT = Path(__file__).parent / "artifact" / "model.npz"

# At and above this probability two texts are called duplicates.
THRESHOLD = 0.5


def score(a: str, b: str) -> float:
    """Calibrated probability, 0 to 1, that the two texts are duplicates; the same either way round."""
    return scores([(a, b)])[0]


def scores(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """`score` of each pair, in order. Texts that recur are embedded once."""
    if not pairs:
        return []
    prepared = [(prepare(a), prepare(b)) for a, b in pairs]
    texts = list(dict.fromkeys(text for pair in prepared for text in pair))
    rows = {text: row for row, text in enumerate(texts)}
    vectors = embed(texts)
    a = vectors[[rows[first] for first, _ in prepared]]
    b = vectors[[rows[second] for _, second in prepared]]
    cosines = (a * b).sum(axis=1)
    features = np.stack([compare(*pair, float(cosine)) for pair, cosine in zip(prepared, cosines, strict=True)])
    odds = _model().log_odds(features, a, b, np.array([kind(*pair) for pair in prepared]))
    chances = 1 / (1 + np.exp(-np.clip(odds, -30, 30).astype(np.float64)))
    # Nothing to compare is no duplicate; the very same text is one.
    return [
        0.0 if not first or not second else 1.0 if first == second else round(float(chance), 4)
        for (first, second), chance in zip(prepared, chances, strict=True)
    ]


@functools.cache
def _model() -> Model:
    return read(ARTIFACT)
