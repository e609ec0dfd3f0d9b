from __future__ import annotations

import time

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tuning.build_version import build_waiting_version
from tuning.models import Recipe, Version
from tuning.publish_version import publish_written_version
from tuning.request_version import request_version


class Command(BaseCommand):
    help = "Build a dataset's next version, wait for it, and print its id, counts and sha256."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")

    def handle(self, *args: object, **options: str) -> None:
        recipe = Recipe.objects.filter(slug=options["slug"]).first()
        if recipe is None:
            known = ", ".join(Recipe.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no dataset {options['slug']}. There are: {known}.")
        version = request_version(recipe=recipe)
        self._finish(version)
        self.stdout.write(f"{version} {version.counts} sha256 {version.sha256}")

    def _finish(self, version: Version) -> None:
        """Do the work here unless a worker has claimed it: then wait for that one."""
        while True:
            worked = build_waiting_version() or publish_written_version()
            version.refresh_from_db()
            if version.state == Version.State.FAILED:
                raise CommandError(f"{version} was refused: {version.last_error}")
            if version.state == Version.State.READY:
                return
            if not worked:
                time.sleep(0.2)
