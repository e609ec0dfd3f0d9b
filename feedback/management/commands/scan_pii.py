from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from base.lines_filter import Answer, only_text, run_filter
from base.pii import redact, scan


class Command(BaseCommand):
    help = "Find personal data and secrets: JSON lines with id and text on standard input."

    def handle(self, *args: object, **options: object) -> None:
        sys.exit(run_filter(answer_all))


def answer_all(values: Sequence[dict[str, Any]]) -> Iterator[Answer | Exception]:
    for value in values:
        try:
            (text,) = only_text(value, "text")
        except ValueError as error:
            yield error
        else:
            spans = scan(text)
            yield {"spans": [asdict(span) for span in spans], "redacted": redact(text, spans)}
