from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tuning.export_version import export_version
from tuning.formats.containers import CONTAINERS
from tuning.formats.export import ExportError
from tuning.formats.registry import FORMATS
from tuning.models import Version


class Command(BaseCommand):
    help = "Write a dataset version in a trainer's format, with lineage, card and manifest."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("version", metavar="SLUG[@N]", help="without @N the newest version that is ready")
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--container", choices=list(CONTAINERS), default="jsonl")
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *args: object, **options: Any) -> None:
        version = find(options["version"])
        try:
            report = export_version(version=version, fmt=options["format"], container=options["container"], out=options["out"])
        except ExportError as error:
            raise CommandError(str(error)) from None
        for reason, count in report.left_out.items():
            self.stderr.write(f"left out {count}: {reason}")
        self.stdout.write(f"{version} as {options['format']}: {report.rows} rows in {report.out}")


def find(name: str) -> Version:
    slug, _at, number = name.partition("@")
    if number and not number.isdecimal():
        raise CommandError(f"{name}: after @ comes a version's number")
    ready = Version.objects.filter(recipe__slug=slug, state=Version.State.READY).select_related("recipe")
    version = (ready.filter(number=int(number)) if number else ready.order_by("-number")).first()
    if version is None:
        raise CommandError(f"There is no version {name} that is ready.")
    return version
