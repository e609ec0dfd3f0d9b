"""The backflow line: which steps bring a report to which station. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

STATIONS = ("reported", "classified", "accepted", "in_dataset", "released", "confirmed")
# Steps that are no stations of their own, and the station they send a report back to.
BACK_TO = {"declined": 2, "reopened": 2, "not_fixed": 4}


def station_of(event: str) -> int:
    """1..6 for the event of a station, 0 for any other."""
    return STATIONS.index(event) + 1 if event in STATIONS else 0


def station_after(events: Iterable[str]) -> int:
    """The furthest station that stands after these events, oldest first; 0 for none."""
    reached: set[int] = set()
    for event in events:
        if number := station_of(event):
            reached.add(number)
        elif event in BACK_TO:
            reached = {n for n in reached if n <= BACK_TO[event]}
    return max(reached, default=0)


@dataclass
class Station:
    """One station of the line: `state` is done, now, todo or stopped."""

    key: str
    state: str
    at: datetime | None = None
    who: str = ""
    url: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def line(steps: Iterable[Any], *, withdrawn: bool) -> list[Station]:
    """The six stations of a report from its steps, oldest first (objects with event, at, actor_name, actor, url, detail)."""
    reached: dict[int, Any] = {}
    stopped: Any = None
    for step in steps:
        if number := station_of(step.event):
            reached[number] = step
            # what the machine says anew of a declined report does not undo that a person declined it
            stopped = stopped if number <= BACK_TO["declined"] else None
        elif step.event in BACK_TO:
            reached = {n: s for n, s in reached.items() if n <= BACK_TO[step.event]}
            stopped = step if step.event == "declined" else None
    last = max(reached, default=0)
    following = 5 if last == 3 and not _is_lesson(reached[3]) else last + 1
    stations = []
    for number, key in enumerate(STATIONS, start=1):
        step = reached.get(number)
        if step is None and number < last:  # passed without a stop, as when an import brings a decided report
            stations.append(Station(key, "done"))
        elif step is not None:
            stations.append(_reached(key, step))
        elif number == last + 1 and stopped is not None:
            stations.append(_reached(key, stopped, state="stopped"))
        else:
            waiting = number == following and not withdrawn
            stations.append(Station(key, "now" if waiting else "todo"))
    return stations


def _is_lesson(accepted: Any) -> bool:
    """Whether what was accepted goes into a dataset; a bug or a wish goes straight on to a release."""
    return "training_signal" in accepted.detail.get("labels", ["training_signal"])


def _reached(key: str, step: Any, state: str = "done") -> Station:
    who = step.actor.username if step.actor else step.actor_name
    return Station(key, state, step.at, who, step.url, step.detail)
