from __future__ import annotations

from collections.abc import Sequence

from base.ring import ring
from feedback.models import Report
from feedback.take_step import StepTaken, take_steps


def begin_lines(reports: Sequence[Report]) -> None:
    """The first step of each report, and the ring to the classifier; in the caller's transaction."""
    take_steps(
        [
            StepTaken(
                report_id=report.pk,
                event="reported",
                key="1",
                actor=report.thread.author,
                detail={"source": report.source},
                at=report.created_at,
            )
            for report in reports
        ]
    )
    ring("report_submitted")
