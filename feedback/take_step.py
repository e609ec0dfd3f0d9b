from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from community.models import Member, Thread
from community.note_credit import note_credit
from feedback.models import Step
from feedback.stations import BACK_TO, station_after, station_of
from feedback.webhooks.queue import queue_steps


@dataclass(frozen=True)
class StepTaken:
    """A step of one report. The same `event` with the same `key` is the same step, and is taken once."""

    report_id: int
    event: str
    key: str
    actor: Member | None = None
    actor_name: str = ""
    detail: dict[str, object] = field(default_factory=dict)
    url: str = ""
    at: datetime | None = None


@transaction.atomic
def take_steps(steps: Sequence[StepTaken]) -> None:
    """Append steps, all of one event, to their reports' lines, and move the reports' dots."""
    if not steps:
        return
    now = timezone.now()
    Step.objects.bulk_create(
        [
            Step(
                report_id=step.report_id,
                event=step.event,
                key=step.key,
                actor=step.actor,
                actor_name=step.actor_name,
                detail=step.detail,
                url=step.url,
                at=step.at or now,
            )
            for step in steps
        ],
        ignore_conflicts=True,
    )
    event = steps[0].event
    queue_steps(event=event, taken=[(step.report_id, step.key) for step in steps])
    if station_of(event):
        for station, threads in _by_station(steps):
            threads.filter(station__lt=station).update(station=station)
    elif event in BACK_TO:
        for station, threads in _by_station(steps):
            threads.filter(station__gt=station).update(station=station)
    if station_of(event) or event in BACK_TO:
        note_credit(threads=[step.report_id for step in steps])


def _by_station(steps: Sequence[StepTaken]) -> Iterator[tuple[int, QuerySet[Thread]]]:
    """The steps' threads by the station at which all their steps leave them: a step that was taken before, and has been
    undone since, must not move them again."""
    events: dict[int, list[str]] = defaultdict(list)
    for report_id, event in (
        Step.objects.filter(report__in={step.report_id for step in steps}).order_by("pk").values_list("report_id", "event")
    ):
        events[report_id].append(event)
    ids: dict[int, list[int]] = defaultdict(list)
    for report_id, taken in events.items():
        ids[station_after(taken)].append(report_id)
    for station, reports in ids.items():
        yield station, Thread.objects.filter(pk__in=reports)


def take_step(step: StepTaken) -> None:
    take_steps([step])
