from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from config.load.fill import fill


class Command(BaseCommand):
    help = (
        "Fill the database with plausible bilingual content for benchmarks: the same rows for the same seed. "
        "Times lead up to --until. Run again, it adds more. Not for a site that people use."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--threads", type=int, default=0)
        parser.add_argument("--replies", type=int, default=0, help="of all threads and reports, few of which get most")
        parser.add_argument("--reports", type=int, default=0)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--until", type=datetime.fromisoformat, help="2026-11-01 (UTC); default: today's beginning")
        parser.add_argument("--waiting", action="store_true", help="leave the reports to the classifier")

    def handle(self, *args: object, **options: Any) -> None:
        until = options["until"]
        began = time.monotonic()
        with tqdm(total=options["threads"] + options["reports"], unit=" threads", disable=None) as bar:
            rows = fill(
                threads=options["threads"],
                replies=options["replies"],
                reports=options["reports"],
                seed=options["seed"],
                until=until.replace(tzinfo=until.tzinfo or UTC) if until else None,
                waiting=options["waiting"],
                progress=bar.update,
            )
        took = time.monotonic() - began
        self.stdout.write(f"{rows} rows in {took:.1f} s, {rows / took:.0f} a second")
