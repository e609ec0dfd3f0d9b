"""Boosted decision trees as plain arrays: read without unpickling, and run over all trees at once."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Forest:
    """All nodes of all trees in one row each. `left` and `right` are rows; a leaf points to itself.

    `roots` [trees] are the rows where the trees begin, `depth` the longest way down, `baseline` the log odds to add to.
    """

    feature: Whole
    threshold: Floats
    left: Whole
    right: Whole
    value: Floats
    roots: Whole
    depth: int
    baseline: float

    def log_odds(self, features: Floats) -> Floats:
        """Log odds [n] of features [n, columns]."""
        at = np.tile(self.roots, (len(features), 1))
        rows = np.arange(len(features))[:, None]
        for _ in range(self.depth):
            goes_left = features[rows, self.feature[at]] <= self.threshold[at]
            at = np.where(goes_left, self.left[at], self.right[at])
        return np.asarray(self.value[at].sum(axis=1) + self.baseline, dtype=np.float32)
