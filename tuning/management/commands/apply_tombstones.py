from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tuning.export_version import tombstone_lines
from tuning.formats.manifest import read_manifest
from tuning.formats.tombstones import apply_tombstones
from tuning.models import Version


class Command(BaseCommand):
    help = "Remove rows that were withdrawn since from an export downloaded earlier, and say how many."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dir", type=Path)

    def handle(self, *args: object, **options: Any) -> None:
        try:
            manifest = read_manifest(options["dir"])
        except FileNotFoundError:
            raise CommandError(f"{options['dir']} holds no export: there is no manifest.json in it.") from None
        version = Version.objects.filter(recipe__slug=manifest["dataset"], number=manifest["version"]).first()
        if version is None:
            raise CommandError(f"This site has no version {manifest['dataset']}@{manifest['version']}.")
        self.stdout.write(f"removed {apply_tombstones(options['dir'], tombstone_lines(version))} rows")
