"""Arrays of training rows, with the slow part, the embedding, kept between runs in a directory of the caller."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from feedback.classifier.embedder import Vectors, embed
from feedback.classifier.excerpt import excerpt
from feedback.classifier.features import structure
from feedback.classifier.inputs import EMBEDDED
from feedback.classifier.lexical import counts
from feedback.classifier.model import Inputs
from tools.train.rows import Row


class Embeddings:
    """Vectors by the digest of their text, read from and written to one npz file."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / "embeddings.npz"
        self._known: dict[str, Vectors] = {}
        if self._path.exists():
            with np.load(self._path, allow_pickle=False) as kept:
                self._known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    def of(self, texts: Sequence[str]) -> Vectors:
        """As `embed`, computing only what is new."""
        keys = [hashlib.sha256(text.encode("utf-8", "ignore")).hexdigest()[:24] for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if new:
            self._known.update(zip(new, embed(list(new.values())), strict=True))
            self._path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(self._path, keys=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))
        return np.stack([self._known[key] for key in keys])


def arrays_of(rows: Sequence[Row], embeddings: Embeddings) -> Inputs:
    """What `feedback.classifier.inputs.inputs_of` makes, for many rows."""
    parts = [excerpt(row.evidence) for row in rows]
    titles = embeddings.of([part.title_text for part in parts])
    beginnings = embeddings.of([part.text[:EMBEDDED] for part in parts])
    numbers = np.stack([structure(row.evidence, part) for row, part in zip(rows, parts, strict=True)])
    return Inputs(counts([part.text for part in parts]), np.hstack([titles, beginnings]), numbers)
