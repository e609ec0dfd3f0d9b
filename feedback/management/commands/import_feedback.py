from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from feedback.import_reports import FORMATS, import_reports


class Command(BaseCommand):
    help = "Take in reports from a file, or from standard input with -. The same file again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path")
        parser.add_argument("--format", choices=FORMATS, default="report")
        parser.add_argument("--source", default="", help="where the reports come from; wins over the source each names")
        parser.add_argument("--rejects", type=Path, help="a file for the lines that could not be taken, with reasons")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: object, **options: Any) -> None:
        with _open(options["path"]) as source, tqdm(unit=" reports", disable=None) as bar:
            result = import_reports(
                FORMATS[options["format"]](source),
                source=options["source"],
                dry_run=options["dry_run"],
                progress=bar.update,
            )
        if options["rejects"]:
            _write_rejects(options["rejects"], result.rejected)
        for number, reason in result.rejected[:20]:
            self.stderr.write(f"line {number}: {reason}")
        self.stdout.write(str(result))


def _open(path: str) -> BinaryIO:
    if path == "-":
        return sys.stdin.buffer
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None


def _write_rejects(path: Path, rejected: list[tuple[int, str]]) -> None:
    with path.open("wb") as file:
        for number, reason in rejected:
            file.write(orjson.dumps({"line": number, "error": reason}) + b"\n")
