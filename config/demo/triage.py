from __future__ import annotations

from config.demo.cast import member
from config.demo.files import SOURCE, decisions, reports
from moderation.accept_report import accept_report
from moderation.decide import AlreadyDecided
from moderation.decline_report import decline_report
from moderation.models import Case


def cases_are_open() -> bool:
    """Whether the workers have classified every report of the demo and opened its case."""
    return Case.objects.filter(report__source=SOURCE).count() >= len(reports())


def triage() -> int:
    """Decide as the demo's moderators do; says how many decisions are new. What is younger stays in the queue."""
    cases = {
        case.report.external_id: case
        for case in Case.objects.filter(report__source=SOURCE).select_related("report__thread__author")
    }
    decided = 0
    for words in decisions():
        case = cases[words["report"]]
        if case.state != Case.State.OPEN:
            continue
        decide = accept_report if words["verb"] == "accept" else decline_report
        try:
            decide(case=case, by=member(words["by"]), labels=words["labels"], reason=words["reason"])
        except AlreadyDecided:  # a visitor with the same idea
            continue
        decided += 1
    return decided
