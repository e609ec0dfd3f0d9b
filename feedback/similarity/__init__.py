"""Whether two texts say the same, across spelling, wording and language."""

from feedback.similarity.score import THRESHOLD, score, scores

__all__ = ["THRESHOLD", "score", "scores"]
