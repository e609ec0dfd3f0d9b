"""The trained comparison of two texts: read from one npz, arrays only."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feedback.classifier.forest import Forest, from_arrays, to_arrays

Floats = npt.NDArray[np.float32]

# Products and differences of unit vectors' entries are small; so weighed they stand beside the features.
VECTOR_SCALE = np.float32(6.0)


@dataclass(frozen=True, slots=True)
class Model:
    """`linear` [1024] weighs products and differences of the two vectors; the forest reads the features and that
    score. Both come from Chinese pairs: `alphabetic` is slope and bias that fit them to other scripts, and `across`
    those of the cosine for a pair in two languages, of whose wording nothing can be said.
    """

    meta: dict[str, Any]
    linear: Floats
    linear_bias: float
    forest: Forest
    alphabetic: Floats
    across: Floats

    def log_odds(self, features: Floats, vectors_a: Floats, vectors_b: Floats, kinds: npt.NDArray[np.str_]) -> Floats:
        """Log odds [n] that the pairs are duplicates. features [n, 19], vectors [n, 512], kinds [n]."""
        meaning = interaction(vectors_a, vectors_b) @ self.linear + self.linear_bias
        chinese = self.forest.log_odds(np.hstack([features, meaning[:, None]]).astype(np.float32))
        cosines = (vectors_a * vectors_b).sum(axis=1)
        alphabetic = chinese * self.alphabetic[0] + self.alphabetic[1]
        across = cosines * self.across[0] + self.across[1]
        return np.where(kinds == "han", chinese, np.where(kinds == "across", across, alphabetic))


def interaction(a: Floats, b: Floats) -> Floats:
    """Entry by entry products and absolute differences of vectors, [n, 1024], the same either way round."""
    return np.hstack([a * b, np.abs(a - b)]) * VECTOR_SCALE


def save(model: Model, path: Path) -> None:
    """Write the model as one compressed npz."""
    arrays = to_arrays(model.forest, "tree_")
    arrays["linear"], arrays["across"], arrays["alphabetic"] = model.linear, model.across, model.alphabetic
    meta = {"meta": model.meta, "linear_bias": model.linear_bias}
    arrays["meta"] = np.frombuffer(json.dumps(meta, sort_keys=True).encode(), dtype=np.uint8)
    np.savez_compressed(path, **arrays)


def read(path: Path) -> Model:
    """Read what `save` wrote. Nothing is unpickled: a file that holds objects raises ValueError."""
    with np.load(path, allow_pickle=False) as arrays:
        numbers = json.loads(arrays["meta"].tobytes())
        return Model(
            meta=numbers["meta"],
            linear=arrays["linear"],
            linear_bias=numbers["linear_bias"],
            forest=from_arrays(arrays, "tree_"),
            alphabetic=arrays["alphabetic"],
            across=arrays["across"],
        )
