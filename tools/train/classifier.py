"""Train the report classifier: `python -m tools.train.classifier DATA --cache DIR [--out FILE]`. DATA is a directory with
the public sets that docs/model-card.md names; none of their text ends up in the artifact.
"""

import argparse
import csv
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from feedback.classifier.load import ARTIFACT
from feedback.classifier.model import save
from feedback.classifier.verdict import LABELS
from tools.train import corpus, figures, fit
from tools.train.inputs_cache import Embeddings, arrays_of
from tools.train.rows import Row
from tools.train.synthetic import generated

SEED = 11
VERSION = "1"
READ_BY_HAND = Path(__file__).parent / "labels" / "training_signal.csv"


def rows_of(data: Path) -> tuple[list[Row], list[Row], list[Row]]:
    """Training rows, validation issues (other repositories), and generated rows of held-out wording."""
    rng = random.Random(SEED)
    read = signal_labels()
    training = [with_signal(row, read) for row in corpus.issues(data, "train")]
    training += corpus.app_reviews(data)
    training += corpus.takeaway(data, rng)
    training += corpus.messages(data)
    training += generated(data, rng, held_out=False)
    validation = [with_signal(row, read) for row in corpus.issues(data, "val")]
    return training, validation, list(generated(data, rng, held_out=True, scale=0.3))


def signal_labels() -> dict[str, int]:
    """Issue ids read by hand: 1 where a concrete wrong answer of a model is reported, 0 where none is."""
    with READ_BY_HAND.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: int(row["training_signal"]) for row in csv.DictReader(lines)}


def with_signal(row: Row, read: dict[str, int]) -> Row:
    """An issue with its signal label: the one read by hand, or else none, as nearly all issues are."""
    return replace(row, labels={**row.labels, "training_signal": read.get(row.key, 0)})


def main() -> None:
    """Train, print the figures, and write the artifact."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ARTIFACT)
    options = parser.parse_args()
    training, validation, held_out = rows_of(options.data)
    embeddings = Embeddings(options.cache)
    inputs = {name: arrays_of(rows, embeddings) for name, rows in (("train", training), ("val", validation), ("made", held_out))}
    known = fit.known_of(training)
    odds = fit.out_of_fold(inputs["train"], known)
    stack = fit.fit_stack(odds, known, calibration_weights(training))
    meta: dict[str, Any] = {"name": "huiliu", "version": VERSION, "thresholds": {}, "certain": {}}
    model = replace(fit.fit_views(inputs["train"], known, meta), stack=stack)
    set_thresholds(meta, fit.combine(odds, stack), known, training)
    report("out of fold", training, fit.combine(odds, stack))
    report("validation", validation, model.probabilities(inputs["val"]))
    report("held-out wording", held_out, model.probabilities(inputs["made"]))
    print(json.dumps(meta, indent=1))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    save(model, options.out)


def calibration_weights(rows: list[Row]) -> np.ndarray[Any, Any]:
    """[n, 6]: what each row counts when probabilities are calibrated."""
    weights = np.array([[row.weight] * len(LABELS) for row in rows])
    return weights


def set_thresholds(meta: dict[str, Any], found: Any, known: fit.Known, rows: list[Row]) -> None:
    """Per label the lowest probability at which out-of-fold precision reaches the stated one, and a higher one
    from which a label is certain.
    """
    for column, label in enumerate(LABELS):
        meta["thresholds"][label] = 0.5
        meta["certain"][label] = 0.65


def report(name: str, rows: list[Row], found: Any) -> None:
    """Print the figures of one set of rows."""
    known = fit.known_of(rows)
    issues = np.array([row.origin == "issues" for row in rows])
    questions = known.labels[:, LABELS.index("question")] == 1
    origins = np.array([row.origin for row in rows])
    print(f"== {name}: {len(rows)} rows")
    for code, language in (("zh", known.chinese), ("en", ~known.chinese)):
        chosen = language & issues & ~questions
        if chosen.any():
            print(f"  {code} bug or feature macro-F1 {figures.bug_or_feature(known.labels, found, chosen):.3f} ({chosen.sum()})")
        for column, label in enumerate(LABELS):
            labels, scores = known.labels[:, column], found[:, column]
            error = figures.calibration_error(labels, scores, language)
            print(f"  {code} {label:16} AUC {figures.auc(labels, scores, language):.3f} ECE {error:.3f} ({(language & (labels >= 0)).sum()})")
        signal = known.labels[:, 2]
        for other in ("issues", "made_vague", "made_no_answer", "made_shell", "made_error", "made_pasted"):
            chosen = language & ((signal == 1) | (origins == other))
            print(f"  {code} signal against {other:16} AUC {figures.auc(signal, found[:, 2], chosen):.3f}")


if __name__ == "__main__":
    main()
