from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from community.models import Member, Thread
from feedback.models import Step
from feedback.stations import BACK_TO, station_of


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
    threads = Thread.objects.filter(pk__in=[step.report_id for step in steps])
    if station := station_of(event):
        threads.filter(station__lt=station).update(station=station)
    elif event in BACK_TO:
        threads.filter(station__gt=BACK_TO[event]).update(station=BACK_TO[event])


def take_step(step: StepTaken) -> None:
    take_steps([step])
