"""What each stage has waiting, has done and has failed, read from PostgreSQL when Prometheus asks.

Counters that live in the database are the same whichever process answers, and survive every restart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from base.models import StageTally
from community.models import Delivery
from feedback.models import Report, WebhookDelivery
from moderation.models import Case
from tuning.models import Version

# Beyond this many the exact number matters less than an answer in time.
COUNTED_UP_TO = 100_000


@dataclass(frozen=True)
class Stage:
    """A stage's queue, and the column that says since when a row waits."""

    name: str
    waiting: QuerySet[Any]
    since: str


def stages() -> list[Stage]:
    reports = Report.objects.filter(withdrawn_at=None)
    unfinished = [Version.State.WAITING, Version.State.WRITTEN]
    return [
        Stage("classify", reports.filter(classified="waiting"), "created_at"),
        Stage("open_case", reports.filter(classified="done", case_opened=False), "created_at"),
        Stage("decide", Case.objects.filter(state=Case.State.OPEN), "opened_at"),
        Stage("build_version", Version.objects.filter(state__in=unfinished), "requested_at"),
        Stage("shred", Report.objects.filter(recall_pending=True), "created_at"),
        Stage("tell", Delivery.objects.filter(state__in=[Delivery.State.WAITING, Delivery.State.SENDING]), "made_at"),
        Stage("tell_parked", Delivery.objects.filter(state=Delivery.State.PARKED), "made_at"),
        Stage("webhook", WebhookDelivery.objects.filter(state__in=["waiting", "sending"]), "made_at"),
        Stage("parked", Report.objects.filter(classified="parked"), "created_at"),
    ]


class StageCollector(Collector):
    def collect(self) -> Iterator[Any]:
        waiting = GaugeMetricFamily("huiliu_stage_waiting_rows", "Rows that wait for the stage.", labels=["stage"])
        oldest = GaugeMetricFamily("huiliu_stage_oldest_seconds", "Age of the row that waits longest.", labels=["stage"])
        done = CounterMetricFamily("huiliu_stage_processed", "Rows that the stage has done.", labels=["stage"])
        failed = CounterMetricFamily("huiliu_stage_failures", "Rows that the stage has failed.", labels=["stage"])
        for stage in stages():
            waiting.add_metric([stage.name], stage.waiting.order_by()[:COUNTED_UP_TO].count())
            oldest.add_metric([stage.name], _age(stage.waiting, stage.since))
        for tally in StageTally.objects.all():
            done.add_metric([tally.stage], tally.processed)
            failed.add_metric([tally.stage], tally.failed)
        yield from (waiting, oldest, done, failed)


def _age(rows: QuerySet[Model], since: str) -> float:
    first: datetime | None = rows.order_by(since).values_list(since, flat=True).first()
    return max(0.0, (timezone.now() - first).total_seconds()) if first else 0.0


def registry() -> CollectorRegistry:
    made = CollectorRegistry()
    made.register(StageCollector())
    return made
