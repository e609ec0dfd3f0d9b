from __future__ import annotations

from community.models import Thread


def label_thread(
    *,
    thread_id: int,
    station: int | None = None,
    kind: str | None = None,
    kind_by: str | None = None,
    kind_probability: float | None = None,
    model_label: str | None = None,
    model_key: int | None = None,
) -> None:
    """Write what a card shows of a report; the only writer of these columns once the thread stands. What is None stays."""
    given = {
        "station": station,
        "kind": kind,
        "kind_by": kind_by,
        "model_label": model_label,
        "model_key": model_key,
    }
    changed: dict[str, object] = {column: value for column, value in given.items() if value is not None}
    if kind is not None:
        changed["kind_probability"] = kind_probability
    Thread.objects.filter(pk=thread_id).update(**changed)
