"""In what order cases are looked at. Pure."""

from __future__ import annotations


def priority(*, value: float, abstained: bool) -> float:
    """0..1, highest first: what the report can teach, and a little more where the machine does not know.

    Age needs no term of its own: the queue shows the oldest waiting case beside it, and ties go to the older one.
    """
    return round(min(1.0, 0.9 * value + (0.1 if abstained else 0.0)), 4)
