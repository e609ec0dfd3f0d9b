"""Boosted decision trees as plain arrays: read without unpickling, and run over all trees at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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


_ARRAYS = ("feature", "threshold", "left", "right", "value", "roots")


def to_arrays(forest: Forest, prefix: str) -> dict[str, Any]:
    """The forest under names that begin with `prefix`, to be written beside others."""
    arrays = {f"{prefix}{name}": getattr(forest, name) for name in _ARRAYS}
    return {**arrays, f"{prefix}shape": np.array([forest.depth, forest.baseline], dtype=np.float32)}


def from_arrays(arrays: Mapping[str, Any], prefix: str) -> Forest:
    """What `to_arrays` wrote. Raises KeyError if it is not there."""
    depth, baseline = arrays[f"{prefix}shape"]
    return Forest(**{name: arrays[f"{prefix}{name}"] for name in _ARRAYS}, depth=int(depth), baseline=float(baseline))
