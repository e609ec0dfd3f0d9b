"""The figures of the model card: F1, AUC, calibration, per language."""

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import f1_score, roc_auc_score

Array = npt.NDArray[Any]


def bug_or_feature(labels: Array, probabilities: Array, chosen: Array) -> float:
    """Macro-F1 of the likelier of the two, over rows that are exactly one of them. Columns 0 and 1."""
    rows = chosen & (labels[:, 0] + labels[:, 1] == 1) & (labels[:, :2].min(axis=1) >= 0)
    guess = probabilities[rows, 0] >= probabilities[rows, 1]
    return float(f1_score(labels[rows, 0], guess, average="macro"))


def auc(labels: Array, scores: Array, chosen: Array) -> float:
    """Area under the curve over the rows that are known; NaN with one class only."""
    rows = chosen & (labels >= 0)
    if len(set(labels[rows].tolist())) < 2:
        return float("nan")
    return float(roc_auc_score(labels[rows], scores[rows]))


def calibration_error(labels: Array, scores: Array, chosen: Array, bins: int = 10) -> float:
    """Expected calibration error over equal-width bins (Guo et al., 2017)."""
    rows = chosen & (labels >= 0)
    truth, guess = labels[rows], scores[rows]
    place = np.minimum((guess * bins).astype(int), bins - 1)
    gaps = [
        abs(truth[place == b].mean() - guess[place == b].mean()) * (place == b).mean()
        for b in range(bins)
        if (place == b).any()
    ]
    return float(sum(gaps))
