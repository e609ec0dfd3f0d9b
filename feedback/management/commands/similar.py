from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand

from base.lines_filter import Answer, only_text, run_filter
from feedback.similarity import THRESHOLD, scores


class Command(BaseCommand):
    help = "Say how likely two texts are duplicates: JSON lines with id, a and b on standard input."

    def handle(self, *args: object, **options: object) -> None:
        sys.exit(run_filter(answer_all))


def answer_all(values: Sequence[dict[str, Any]]) -> Iterator[Answer | Exception]:
    read = [_read(value) for value in values]
    found = iter(scores([one for one in read if isinstance(one, tuple)]))
    for one in read:
        if isinstance(one, Exception):
            yield one
        else:
            score = next(found)
            yield {"score": score, "duplicate": score >= THRESHOLD}


def _read(value: dict[str, Any]) -> tuple[str, str] | ValueError:
    try:
        a, b = only_text(value, "a", "b")
    except ValueError as error:
        return error
    return a, b
