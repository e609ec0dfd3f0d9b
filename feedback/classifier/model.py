"""The trained model: four views of a report, and one calibrated combination per label. Arrays only."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from feedback.classifier.forest import Forest, from_arrays, to_arrays
from feedback.classifier.lexical import COLUMNS, weigh
from feedback.classifier.verdict import LABELS

Floats = npt.NDArray[np.float32]

VIEWS = ("lexical", "dense", "structural", "trees")
# The views that are a matrix product.
LINEAR = VIEWS[:3]
# The labels that trees over the structure help: they see what only counts together, as question and answer do.
TREE_LABELS = ("bug_report", "feature_request", "training_signal", "noise")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is known of n reports: counts [n, lexical.COLUMNS], vectors [n, 1024], structure [n, len(NAMES)]."""

    counts: csr_matrix
    vectors: Floats
    structure: Floats


@dataclass(frozen=True, slots=True)
class Linear:
    """One logistic view: `weights` [columns, len(LABELS)], `bias` [len(LABELS)]."""

    weights: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Model:
    """`stack` [len(VIEWS) + 1, len(LABELS)]: the weight of each view's log odds, and last the bias.
    `meta` holds name, version, thresholds and uncertain bands.
    """

    meta: dict[str, Any]
    idf: Floats
    mean: Floats
    scale: Floats
    views: dict[str, Linear]
    trees: dict[str, Forest]
    stack: Floats

    def probabilities(self, inputs: Inputs) -> Floats:
        """Calibrated probabilities [n, len(LABELS)], in the order of LABELS."""
        odds = self.view_odds(inputs)
        combined = self.stack[len(VIEWS)] + np.sum([odds[view] * self.stack[row] for row, view in enumerate(VIEWS)], axis=0)
        return np.asarray(1 / (1 + np.exp(-np.clip(combined, -30, 30))), dtype=np.float32)

    def view_odds(self, inputs: Inputs) -> dict[str, Floats]:
        """The log odds [n, len(LABELS)] of each view by itself."""
        structure = (inputs.structure - self.mean) / self.scale
        matrices = {
            "lexical": weigh(inputs.counts, self.idf),
            "dense": np.hstack([inputs.vectors, structure * DENSE_STRUCTURE]),
            "structural": structure,
        }
        odds = {
            name: np.asarray(matrix @ self.views[name].weights + self.views[name].bias, dtype=np.float32)
            for name, matrix in matrices.items()
        }
        odds["trees"] = np.zeros((len(structure), len(LABELS)), dtype=np.float32)
        for label, forest in self.trees.items():
            odds["trees"][:, LABELS.index(label)] = forest.log_odds(inputs.structure)
        return odds


# Beside unit vectors, whose entries are about 0.04, standardised features would drown out the rest.
DENSE_STRUCTURE = np.float32(0.2)


def save(model: Model, path: Path) -> None:
    """Write the model as one compressed npz; weights in half precision, which costs less than 0.001 of probability."""
    arrays: dict[str, Any] = {"idf": model.idf, "mean": model.mean, "scale": model.scale, "stack": model.stack}
    used = np.flatnonzero(model.idf)
    arrays["idf_used"], arrays["idf"] = used.astype(np.int32), model.idf[used]
    for name, view in model.views.items():
        weights = view.weights[used] if name == "lexical" else view.weights
        arrays[f"{name}_weights"], arrays[f"{name}_bias"] = weights.astype(np.float16), view.bias
    for label, forest in model.trees.items():
        arrays |= to_arrays(forest, f"{label}_")
    arrays["meta"] = np.frombuffer(json.dumps(model.meta, sort_keys=True).encode(), dtype=np.uint8)
    np.savez_compressed(path, **arrays)


def read(path: Path) -> Model:
    """Read what `save` wrote. Nothing is unpickled: a file that holds objects raises ValueError."""
    with np.load(path, allow_pickle=False) as arrays:
        used = arrays["idf_used"]
        views = {
            name: Linear(arrays[f"{name}_weights"].astype(np.float32), arrays[f"{name}_bias"].astype(np.float32))
            for name in LINEAR
        }
        lexical = np.zeros((COLUMNS, len(LABELS)), dtype=np.float32)
        lexical[used] = views["lexical"].weights
        idf = np.zeros(COLUMNS, dtype=np.float32)
        idf[used] = arrays["idf"]
        views["lexical"] = Linear(lexical, views["lexical"].bias)
        return Model(
            meta=json.loads(arrays["meta"].tobytes()),
            idf=idf,
            mean=arrays["mean"],
            scale=arrays["scale"],
            views=views,
            trees={label: from_arrays(arrays, f"{label}_") for label in TREE_LABELS},
            stack=arrays["stack"],
        )
