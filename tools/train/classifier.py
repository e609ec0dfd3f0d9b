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
from sklearn.metrics import f1_score

from feedback.classifier.load import ARTIFACT
from feedback.classifier.model import VIEWS, Model, save
from feedback.classifier.verdict import LABELS
from tools.train import corpus, figures, fit
from tools.train.inputs_cache import Embeddings, arrays_of
from tools.train.rows import Row
from tools.train.synthetic import generated

SEED = 11
VERSION = "7"
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
    """Train, print the figures, and write the artifact: the same views fitted again on all rows, validation included,
    for more repositories are worth more than one more figure.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ARTIFACT)
    options = parser.parse_args()
    training, validation, held_out = rows_of(options.data)
    embeddings = Embeddings(options.cache)
    inputs = {
        name: arrays_of(rows, embeddings) for name, rows in (("train", training), ("val", validation), ("made", held_out))
    }
    known = fit.known_of(training)
    odds = fit.out_of_fold(inputs["train"], known)
    weights = calibration_weights(training, signal_labels())
    stack = fit.fit_stack(odds, known, weights)
    meta: dict[str, Any] = {"name": "huiliu", "version": VERSION, "thresholds": {}, "certain": {}}
    model = replace(fit.fit_views(inputs["train"], known, meta), stack=stack)
    set_thresholds(meta, fit.combine(odds, stack), known, weights)
    report("out of fold", training, fit.combine(odds, stack))
    report("validation", validation, model.probabilities(inputs["val"]))
    report("held-out wording", held_out, model.probabilities(inputs["made"]))
    print(json.dumps(meta), "\n", np.round(stack, 2))
    ablation(model, validation, inputs["val"], odds, known, weights)
    spam(training, fit.combine(odds, stack), meta["thresholds"]["noise"])
    everything = training + validation
    shipped = replace(fit.fit_views(arrays_of(everything, embeddings), fit.known_of(everything), meta), stack=stack)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    save(shipped, options.out)


def calibration_weights(rows: list[Row], read: dict[str, int]) -> Any:
    """[n, 6]: what each row counts when probabilities are calibrated. Bugs and wishes by real reports nearly alone; the
    signal, of which real reports hold few, by those read by hand first, and the unread issues least.
    """
    weights = np.array([[row.weight] * len(LABELS) for row in rows])
    made = np.array([row.origin.startswith("made_") for row in rows])
    weights[made, :2] *= 0.1
    by_hand = np.array([row.key in read for row in rows])
    issues = np.array([row.origin == "issues" for row in rows])
    weights[:, 2] *= np.where(by_hand, 3.0, np.where(issues, 0.6, np.where(made, 1.0, 0.2)))
    return weights


# Precision at which a label is given, and at which it is certain; measured out of fold.
PRECISION = {"bug_report": 0.85, "feature_request": 0.85, "training_signal": 0.8, "question": 0.6, "praise": 0.85, "noise": 0.9}
CERTAIN = {"bug_report": 0.9, "feature_request": 0.9, "training_signal": 0.88, "question": 0.7, "praise": 0.9, "noise": 0.95}
LOWEST, HIGHEST = 0.4, 0.75


def threshold(labels: Any, chances: Any, weights: Any, precision: float) -> float:
    """The lowest probability, between LOWEST and HIGHEST, above which at least `precision` of the weight is right."""
    for lowest in np.arange(LOWEST, HIGHEST, 0.01):
        passed = chances >= lowest
        if (weights * labels)[passed].sum() >= precision * weights[passed].sum():
            return round(float(lowest), 2)
    return HIGHEST


def set_thresholds(meta: dict[str, Any], found: Any, known: fit.Known, weights: Any) -> None:
    """Per label the threshold of the stated precision, and the one from which it is certain."""
    for column, label in enumerate(LABELS):
        rows = known.labels[:, column] >= 0
        part = (known.labels[rows, column], found[rows, column], weights[rows, column])
        meta["thresholds"][label] = threshold(*part, PRECISION[label])
        meta["certain"][label] = max(threshold(*part, CERTAIN[label]), meta["thresholds"][label])


def spam(rows: list[Row], found: Any, lowest: float) -> None:
    """F1 of noise on the English text messages and video comments, out of fold."""
    for origin in ("sms_en", "youtube_en_train"):
        chosen = np.array([row.origin == origin for row in rows])
        truth = np.array([row.labels["noise"] for row, kept in zip(rows, chosen, strict=True) if kept])
        print(f"  spam F1 {origin} {f1_score(truth, found[chosen, LABELS.index('noise')] >= lowest):.3f} ({len(truth)})")


def ablation(model: Model, validation: list[Row], inputs: Any, odds: Any, known: fit.Known, weights: Any) -> None:
    """What each view is worth: the figures of each alone, and of all but it, on the validation repositories."""
    found, truth = model.view_odds(inputs), fit.known_of(validation)
    for name, kept in [(view, {view}) for view in VIEWS] + [(f"all but {view}", set(VIEWS) - {view}) for view in VIEWS]:
        part = {view: values if view in kept else values * 0 for view, values in odds.items()}
        stack = fit.fit_stack(part, known, weights)
        chances = fit.combine(found, np.where(np.array([*(view in kept for view in VIEWS), True])[:, None], stack, 0))
        settled = truth.labels[:, LABELS.index("question")] != 1
        scores = [
            figures.bug_or_feature(truth.labels, chances, settled & language) for language in (truth.chinese, ~truth.chinese)
        ]
        print(f"  {name:20} zh {scores[0]:.3f} en {scores[1]:.3f}")


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
            macro = figures.bug_or_feature(known.labels, found, chosen)
            print(f"  {code} bug or feature macro-F1 {macro:.3f} ({chosen.sum()})")
        for column, label in enumerate(LABELS):
            labels, scores = known.labels[:, column], found[:, column]
            area, error = figures.auc(labels, scores, language), figures.calibration_error(labels, scores, language)
            print(f"  {code} {label:16} AUC {area:.3f} ECE {error:.3f} ({(language & (labels >= 0)).sum()})")
        signal = known.labels[:, 2]
        for other in ("issues", "made_vague", "made_no_answer", "made_shell", "made_error", "made_pasted", "made_free_nothing"):
            chosen = language & ((signal == 1) | (origins == other))
            print(f"  {code} signal against {other:16} AUC {figures.auc(signal, found[:, 2], chosen):.3f}")


if __name__ == "__main__":
    main()
