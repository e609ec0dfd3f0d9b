"""Train the views, stack and calibrate them on predictions for repositories that they have not seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from feedback.classifier.lexical import COLUMNS, weigh
from feedback.classifier.model import DENSE_STRUCTURE, VIEWS, Inputs, Linear, Model
from feedback.classifier.verdict import LABELS
from tools.train.rows import Row

FOLDS = 5
# Inverse regularisation of each view, chosen on the validation split by source.
STRENGTH = {"lexical": 3.0, "dense": 2.0, "structural": 0.1}

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of each row: `labels` [n, 6] with -1 for unknown, `weights` [n], `groups` [n]."""

    labels: npt.NDArray[np.int64]
    weights: Doubles
    groups: npt.NDArray[np.str_]
    real: npt.NDArray[np.bool_]
    chinese: npt.NDArray[np.bool_]


def known_of(rows: Sequence[Row]) -> Known:
    """The labels, weights and groups of rows as arrays."""
    return Known(
        labels=np.array([[row.labels.get(label, -1) for label in LABELS] for row in rows]),
        weights=np.array([row.weight for row in rows]),
        groups=np.array([row.group for row in rows]),
        real=np.array([not row.origin.startswith("made_") for row in rows]),
        chinese=np.array([row.language == "zh" for row in rows]),
    )


def subset(inputs: Inputs, rows: npt.NDArray[Any]) -> Inputs:
    """Some of the rows, by mask or index."""
    return Inputs(inputs.counts[rows], inputs.vectors[rows], inputs.structure[rows])


def fit_views(inputs: Inputs, known: Known, meta: dict[str, Any]) -> Model:
    """The views, without a stack."""
    frequency = np.bincount(inputs.counts.indices, minlength=COLUMNS)
    total = inputs.counts.shape[0]
    idf = np.where(frequency >= 3, np.log((1 + total) / (1 + frequency)) + 1, 0).astype(np.float32)
    mean, scale = inputs.structure.mean(axis=0), inputs.structure.std(axis=0) + 0.05
    structure = (inputs.structure - mean) / scale
    matrices = {
        "lexical": weigh(inputs.counts, idf),
        "dense": np.hstack([inputs.vectors, structure * DENSE_STRUCTURE]),
        "structural": structure,
    }
    views = {name: _fit_view(matrix, known, STRENGTH[name]) for name, matrix in matrices.items()}
    stack = np.zeros((len(VIEWS) + 1, len(LABELS)), dtype=np.float32)
    return Model(meta=meta, idf=idf, mean=mean, scale=scale, views=views, stack=stack)


def _fit_view(matrix: Any, known: Known, strength: float) -> Linear:
    weights = np.zeros((matrix.shape[1], len(LABELS)), dtype=np.float32)
    bias = np.zeros(len(LABELS), dtype=np.float32)
    for column in range(len(LABELS)):
        rows = known.labels[:, column] >= 0
        fitted = LogisticRegression(C=strength, max_iter=400, tol=1e-3)
        fitted.fit(matrix[rows], known.labels[rows, column], sample_weight=known.weights[rows])
        weights[:, column], bias[column] = fitted.coef_[0], fitted.intercept_[0]
    return Linear(weights, bias)


def out_of_fold(inputs: Inputs, known: Known) -> dict[str, npt.NDArray[np.float32]]:
    """Each view's log odds [n, 6] for rows whose group it was not trained on."""
    total = len(known.groups)
    odds = {view: np.zeros((total, len(LABELS)), dtype=np.float32) for view in VIEWS}
    folds = GroupKFold(n_splits=FOLDS, shuffle=True, random_state=7)
    for train, test in folds.split(np.zeros(total), groups=known.groups):
        part = Known(known.labels[train], known.weights[train], known.groups[train], known.real[train], known.chinese[train])
        model = fit_views(subset(inputs, train), part, {})
        for view, values in model.view_odds(subset(inputs, test)).items():
            odds[view][test] = values
    return odds


def fit_stack(odds: dict[str, npt.NDArray[np.float32]], known: Known, calibration: npt.NDArray[np.float64]) -> Any:
    """Weights [4, 6] of a logistic combination of the views (Platt, 1999, on several scores). `calibration` [n, 6]
    are the rows' weights, so that the probabilities hold for reports as they come in, not for the generated mixture.
    """
    stack = np.zeros((len(VIEWS) + 1, len(LABELS)), dtype=np.float32)
    for column in range(len(LABELS)):
        rows = (known.labels[:, column] >= 0) & (calibration[:, column] > 0)
        scores = np.stack([odds[view][rows, column] for view in VIEWS], axis=1)
        fitted = LogisticRegression(C=10.0).fit(scores, known.labels[rows, column], sample_weight=calibration[rows, column])
        stack[: len(VIEWS), column], stack[len(VIEWS), column] = fitted.coef_[0], fitted.intercept_[0]
    return stack


def combine(odds: dict[str, npt.NDArray[np.float32]], stack: npt.NDArray[np.float32]) -> Doubles:
    """The probabilities that a stack makes of the views' log odds."""
    combined = sum((odds[view] * stack[row] for row, view in enumerate(VIEWS)), stack[len(VIEWS)])
    return np.asarray(1 / (1 + np.exp(-combined)), dtype=np.float64)
