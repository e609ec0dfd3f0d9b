"""One figure of a benchmark, with what it is measured against."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Threshold:
    """What was set beforehand: a bound for the figure itself, or (`of="ratio"`) for its ratio to the yardstick."""

    bound: float
    at_least: bool = True
    of: str = "figure"

    def __str__(self) -> str:
        return f"{'ratio ' if self.of == 'ratio' else ''}{'≥' if self.at_least else '≤'} {self.bound:g}"

    def holds(self, value: float) -> bool:
        return value >= self.bound if self.at_least else value <= self.bound


@dataclass
class Figure:
    """`runs` and `yardstick_runs` are one number a run, in `unit`; the figure is their median, the ratio that of each run."""

    what: str
    unit: str
    runs: list[float]
    yardstick: str = ""
    yardstick_runs: list[float] = field(default_factory=list)
    threshold: Threshold | None = None
    failures: int = 0
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def value(self) -> float | None:
        return median(self.runs) if self.runs else None

    @property
    def yardstick_value(self) -> float | None:
        return median(self.yardstick_runs) if self.yardstick_runs else None

    @property
    def ratio(self) -> float | None:
        pairs = [ours / theirs for ours, theirs in zip(self.runs, self.yardstick_runs, strict=False) if theirs]
        return median(pairs) if pairs else None

    @property
    def verdict(self) -> str:
        """`pass` or `short` of the threshold, nothing where none was set; without a figure or with failures never `pass`."""
        if self.threshold is None:
            return "failures" if self.failures else ""
        held = self.ratio if self.threshold.of == "ratio" else self.value
        return "pass" if held is not None and not self.failures and self.threshold.holds(held) else "short"

    def to_dict(self) -> dict[str, Any]:
        return {
            "what": self.what,
            "unit": self.unit,
            "figure": self.value,
            "runs": self.runs,
            "yardstick": self.yardstick,
            "yardstick_figure": self.yardstick_value,
            "yardstick_runs": self.yardstick_runs,
            "ratio": self.ratio,
            "threshold": str(self.threshold) if self.threshold else None,
            "verdict": self.verdict,
            "failures": self.failures,
            **self.detail,
        }


@dataclass
class Result:
    """What a benchmark gives back: its figures, the parameters that it ran with, and what did not hold, a line each."""

    figures: list[Figure]
    parameters: dict[str, Any]
    error: str = ""


def percentiles(samples: list[float]) -> dict[str, float | int]:
    """p50, p95, p99 and the greatest of `samples`, by nearest rank, with how many there were."""
    if not samples:
        return {"count": 0}
    ordered = sorted(samples)

    def at(share: int) -> float:
        return ordered[max(0, -(-share * len(ordered) // 100) - 1)]

    return {"count": len(ordered), "p50": at(50), "p95": at(95), "p99": at(99), "max": ordered[-1]}
