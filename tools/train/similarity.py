"""Train the comparison of two texts: `python -m tools.train.similarity DATA --cache DIR [--out FILE]`."""

import argparse
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import spearmanr
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold

from feedback.similarity.features import NAMES, compare, prepare
from feedback.similarity.model import Model, interaction, save
from feedback.similarity.score import ARTIFACT
from tools.train import figures, pairs
from tools.train.inputs_cache import Embeddings
from tools.train.trees import forest_of

SEED = 3
HELD_OUT = 3000
# Which way a feature may only speak: more likeness never makes a duplicate less likely, nor a contradiction more.
DIRECTIONS = {
    **dict.fromkeys(("cosine", "cosine_squared", "single", "pairs", "order", "same", "containment"), 1),
    **dict.fromkeys(("left_over", "numbers_differ", "numbers_conflict", "negation_differs", "asked_conflict"), -1),
}


def main() -> None:
    """Train on LCQMC less the held-out pairs and on part of ATEC; print the figures; write the artifact."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ARTIFACT)
    options = parser.parse_args()
    rng = random.Random(SEED)
    rows = pairs.questions(options.data, rng)
    embeddings = Embeddings(options.cache)
    features, a, b = _arrays(rows, embeddings)
    truth, weight = np.array([row.duplicate for row in rows]), np.array([row.weight for row in rows])
    train = np.arange(HELD_OUT, len(rows))
    model = fit(features[train], a[train], b[train], truth[train], weight[train])
    model = replace(model, across=_across(rng, embeddings), alphabetic=_alphabetic(model, rng, embeddings))
    report(model, features, a, b, truth)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    save(model, options.out)


def fit(features: Any, a: Any, b: Any, truth: Any, weight: Any) -> Model:
    """The linear reading of the vectors, and the trees over its out-of-fold score and the features."""
    vectors = interaction(a, b)
    scores = np.zeros(len(truth), dtype=np.float32)
    for train, test in KFold(5, shuffle=True, random_state=1).split(vectors):
        scores[test] = _linear(vectors[train], truth[train], weight[train]).decision_function(vectors[test])
    linear = _linear(vectors, truth, weight)
    directions = [DIRECTIONS.get(name, 0) for name in NAMES] + [1]
    trees = HistGradientBoostingClassifier(
        monotonic_cst=directions,
        max_iter=170,
        learning_rate=0.05,
        max_leaf_nodes=15,
        l2_regularization=1.0,
        min_samples_leaf=40,
        random_state=0,
    )
    trees.fit(np.hstack([features, scores[:, None]]), truth, sample_weight=weight)
    unfitted = np.array([1.0, 0.0], dtype=np.float32)
    meta = {"name": "huiliu-similarity", "version": "1"}
    return Model(meta, linear.coef_[0].astype(np.float32), float(linear.intercept_[0]), forest_of(trees), unfitted, unfitted)


def _linear(vectors: Any, truth: Any, weight: Any) -> LogisticRegression:
    return LogisticRegression(C=0.2, max_iter=300).fit(vectors, truth, sample_weight=weight)


def _across(rng: random.Random, embeddings: Embeddings) -> Any:
    """Slope and bias over the cosine for pairs in two languages."""
    rows = pairs.across(rng)
    a, b = embeddings.of([prepare(row.a) for row in rows]), embeddings.of([prepare(row.b) for row in rows])
    cosines, truth = (a * b).sum(axis=1), np.array([row.duplicate for row in rows])
    weight = np.where(truth == 1, (truth == 0).sum() / (truth == 1).sum(), 1.0)
    fitted = LogisticRegression(C=1.0).fit(cosines[:, None], truth, sample_weight=weight)
    print(f"across languages: AUC {roc_auc_score(truth, cosines):.3f} ({len(rows)} pairs, from generated material)")
    return np.array([fitted.coef_[0, 0], fitted.intercept_[0]], dtype=np.float32)


def _alphabetic(model: Model, rng: random.Random, embeddings: Embeddings) -> Any:
    """Slope and bias over the Chinese log odds for pairs in alphabetic scripts."""
    rows = pairs.english(rng)
    features, a, b = _arrays(rows, embeddings)
    odds = model.log_odds(features, a, b, np.full(len(rows), "han"))
    truth, weight = np.array([row.duplicate for row in rows]), np.array([row.weight for row in rows])
    near = np.array([row.origin == "english" for row in rows])
    overall, close = roc_auc_score(truth, odds), roc_auc_score(truth[near], odds[near])
    print(f"English, written pairs: AUC {overall:.3f}, against near misses {close:.3f}")
    fitted = LogisticRegression(C=10.0).fit(odds[:, None], truth, sample_weight=weight)
    return np.array([fitted.coef_[0, 0], fitted.intercept_[0]], dtype=np.float32)


def _arrays(rows: list[pairs.Pair], embeddings: Embeddings) -> tuple[Any, Any, Any]:
    prepared = [(prepare(row.a), prepare(row.b)) for row in rows]
    a, b = embeddings.of([pair[0] for pair in prepared]), embeddings.of([pair[1] for pair in prepared])
    cosines = (a * b).sum(axis=1)
    features = np.stack([compare(*pair, float(cosine)) for pair, cosine in zip(prepared, cosines, strict=True)])
    return features, a, b


def report(model: Model, features: Any, a: Any, b: Any, truth: Any) -> None:
    """Figures on the held-out pairs of LCQMC, beside those of the cosine alone."""
    held = slice(0, HELD_OUT)
    chances = 1 / (1 + np.exp(-model.log_odds(features[held], a[held], b[held], np.full(HELD_OUT, "han"))))
    cosines = (a[held] * b[held]).sum(axis=1)
    known = truth[held]
    error = figures.calibration_error(known, chances, np.ones(len(known), dtype=bool))
    print(f"cosine alone: Spearman {spearmanr(cosines, known)[0]:.3f} AUC {roc_auc_score(known, cosines):.3f}")
    print(f"model: Spearman {spearmanr(chances, known)[0]:.3f} AUC {roc_auc_score(known, chances):.3f} ECE {error:.3f}")
    for threshold in (0.4, 0.5, 0.6, 0.7, 0.8):
        called = chances >= threshold
        print(f"  at {threshold}: precision {known[called].mean():.3f} recall {called[known == 1].mean():.3f}")


if __name__ == "__main__":
    main()
