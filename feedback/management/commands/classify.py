from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand

from base.lines_filter import Answer, run_filter
from feedback.classifier.evidence import Evidence
from feedback.classifier.load import load_classifier
from feedback.classifier.reasons import sentences
from feedback.classifier.verdict import Verdict
from feedback.machine_view import machine_view_of_input
from feedback.schema import BadReport, parse_report


class Command(BaseCommand):
    help = "Classify reports: JSON lines with an id on standard input, verdicts on standard output. Nothing is stored."

    def handle(self, *args: object, **options: object) -> None:
        sys.exit(run_filter(answer_all))


def answer_all(values: Sequence[dict[str, Any]]) -> Iterator[Answer | Exception]:
    read = [_read(value) for value in values]
    good = [one for one in read if isinstance(one, Evidence)]
    verdicts = iter(load_classifier().classify(good) if good else [])
    for one in read:
        yield shown(next(verdicts)) if isinstance(one, Evidence) else one


def _read(value: dict[str, Any]) -> Evidence | BadReport:
    try:
        return machine_view_of_input(parse_report(value))
    except BadReport as error:
        return error


def shown(verdict: Verdict) -> Answer:
    return {
        "labels": list(verdict.labels),
        "probabilities": {label: round(p, 4) for label, p in verdict.probabilities.items()},
        "value": round(verdict.value, 4),
        "abstained": verdict.abstained,
        "language": verdict.language,
        "classifier": verdict.classifier,
        "reasons": sentences(verdict.reasons),
    }
