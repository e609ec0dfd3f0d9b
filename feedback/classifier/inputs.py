"""From reports to the arrays that the model reads."""

from collections.abc import Sequence

import numpy as np

from feedback.classifier.embedder import embed
from feedback.classifier.evidence import Evidence
from feedback.classifier.excerpt import Excerpt
from feedback.classifier.features import structure
from feedback.classifier.lexical import counts
from feedback.classifier.model import Inputs

# Beginning of the text whose meaning is embedded: the first sentences say what a report is about.
EMBEDDED = 320


def inputs_of(reports: Sequence[Evidence], parts: Sequence[Excerpt]) -> Inputs:
    """The arrays of n reports, n at least 1. `parts` are their excerpts."""
    vectors = np.hstack([embed([p.title_text for p in parts]), embed([p.text[:EMBEDDED] for p in parts])])
    rows = [structure(report, part) for report, part in zip(reports, parts, strict=True)]
    return Inputs(counts=counts([p.text for p in parts]), vectors=vectors, structure=np.stack(rows))
