"""Train the views, stack and calibrate them on predictions for repositories that they have not seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from feedback.classifier.forest import Forest
from feedback.classifier.lexical import COLUMNS, weigh
from feedback.classifier.model import DENSE_STRUCTURE, TREE_LABELS, VIEWS, Inputs, Linear, Model
from feedback.classifier.verdict import LABELS
from tools.train.rows import Row
from tools.train.trees import forest_of

FOLDS = 5
# Inverse regularisation of each view, chosen on the validation split by source.
STRENGTH = {"lexical": 3.0, "dense": 2.0, "structural": 0.1}

# For the first labels, bugs and wishes, generated rows count this much of their weight.
REAL_ONLY, MADE_BESIDE_REAL = 2, 0.2
# Noise is told by many rare words: weightier rows mean a weaker penalty on them.
NOISE = 6.0

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of each row: `labels` [n, 6] with -1 for unknown, `weights` [n], `groups` [n]."""

    labels: npt.NDArray[np.int64]
    weights: Doubles
    groups: npt.NDArray[np.str_]
    real: npt.NDArray[np.bool_]
    chinese: npt.NDArray[np.bool_]

    def weights_of(self, column: int) -> Doubles:
        """[n]: what the rows count for one label. Of bugs and wishes there are real reports enough."""
        if column == LABELS.index("noise"):
            return self.weights * NOISE
        return np.where(self.real | (column >= REAL_ONLY), self.weights, self.weights * MADE_BESIDE_REAL)


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
    trees = {label: _fit_trees(inputs.structure, known, LABELS.index(label)) for label in TREE_LABELS}
    return Model(meta=meta, idf=idf, mean=mean, scale=scale, views=views, trees=trees, stack=stack)


def _fit_trees(structure: Any, known: Known, column: int) -> Forest:
    rows = known.labels[:, column] >= 0
    trees = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.06, max_leaf_nodes=12, min_samples_leaf=30, random_state=0
    )
    return forest_of(trees.fit(structure[rows], known.labels[rows, column], sample_weight=known.weights_of(column)[rows]))


def _fit_view(matrix: Any, known: Known, strength: float) -> Linear:
    weights = np.zeros((matrix.shape[1], len(LABELS)), dtype=np.float32)
    bias = np.zeros(len(LABELS), dtype=np.float32)
    for column in range(len(LABELS)):
        rows = known.labels[:, column] >= 0
        fitted = LogisticRegression(C=strength, max_iter=400)
        fitted.fit(matrix[rows], known.labels[rows, column], sample_weight=known.weights_of(column)[rows])
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
    """Weights [5, 6] of a logistic combination of the views (Platt, 1999, on several scores). `calibration` [n, 6]
    are the rows' weights, so that the probabilities hold for reports as they come in, not for the generated mixture.
    """
    stack = np.zeros((len(VIEWS) + 1, len(LABELS)), dtype=np.float32)
    for column in range(len(LABELS)):
        rows = (known.labels[:, column] >= 0) & (calibration[:, column] > 0)
        scores = np.stack([odds[view][rows, column] for view in VIEWS], axis=1)
        stack[:, column] = _combination(scores, known.labels[rows, column], calibration[rows, column], column >= REAL_ONLY)
    return stack


def _combination(scores: Any, labels: Any, weights: Any, one_way: bool) -> Any:
    """Weights and bias of a logistic combination. `one_way`: no view may count against its own verdict, as it will where
    generated rows are easy for all; one that would is left out, the worst first.
    """
    kept = list(range(scores.shape[1]))
    while True:
        fitted = LogisticRegression(C=10.0).fit(scores[:, kept], labels, sample_weight=weights)
        worst = int(np.argmin(fitted.coef_[0]))
        if not one_way or fitted.coef_[0, worst] >= 0:
            break
        del kept[worst]
    combination = np.zeros(scores.shape[1] + 1)
    combination[kept], combination[-1] = fitted.coef_[0], fitted.intercept_[0]
    return combination


def combine(odds: dict[str, npt.NDArray[np.float32]], stack: npt.NDArray[np.float32]) -> Doubles:
    """The probabilities that a stack makes of the views' log odds."""
    combined = stack[len(VIEWS)] + np.sum([odds[view] * stack[row] for row, view in enumerate(VIEWS)], axis=0)
    return np.asarray(1 / (1 + np.exp(-combined)), dtype=np.float64)
