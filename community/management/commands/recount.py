from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from community.counters import differences
from community.recount import recount


class Command(BaseCommand):
    help = "Count every counter column and every member's figures anew from the rows, and say which of them differed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, and exit with 1 where anything differs")

    def handle(self, *args: object, **options: Any) -> None:
        found = list(differences()) if options["check"] else recount()
        for one in found:
            self.stdout.write(str(one))
        self.stdout.write(f"{len(found)} differed" if found else "Every counter says what its rows say.")
        if found and options["check"]:
            sys.exit(1)
