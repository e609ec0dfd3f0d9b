"""From scikit-learn's boosted trees to the arrays that are shipped."""

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from feedback.classifier.forest import Forest


def forest_of(trees: HistGradientBoostingClassifier) -> Forest:
    """The trees of a fitted binary classifier as arrays."""
    nodes = [predictor.nodes for (predictor,) in trees._predictors]
    starts = np.cumsum([0] + [len(part) for part in nodes[:-1]])
    left, right = [], []
    for start, part in zip(starts, nodes, strict=True):
        itself = np.arange(len(part)) + start
        leaf = part["is_leaf"].astype(bool)
        left.append(np.where(leaf, itself, part["left"].astype(np.int64) + start))
        right.append(np.where(leaf, itself, part["right"].astype(np.int64) + start))
    every = np.concatenate(nodes)
    leaf = every["is_leaf"].astype(bool)
    return Forest(
        feature=np.where(leaf, 0, every["feature_idx"]).astype(np.int32),
        threshold=np.where(leaf, 0, every["num_threshold"]).astype(np.float32),
        left=np.concatenate(left).astype(np.int32),
        right=np.concatenate(right).astype(np.int32),
        value=np.where(leaf, every["value"], 0).astype(np.float32),
        roots=starts.astype(np.int32),
        depth=max(int(part["depth"].max()) for part in nodes),
        baseline=float(trees._baseline_prediction.ravel()[0]),
    )
