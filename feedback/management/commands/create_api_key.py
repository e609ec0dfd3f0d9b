from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from feedback.access_key import SCOPES, UnknownScope, create_access_key


class Command(BaseCommand):
    help = "Make a key for the REST interface and print it, this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--scopes", default="reports:write", help=f"of {', '.join(SCOPES)}, with commas between")

    def handle(self, *args: object, **options: str) -> None:
        scopes = [scope.strip() for scope in options["scopes"].split(",") if scope.strip()]
        try:
            self.stdout.write(create_access_key(name=options["name"], scopes=scopes))
        except UnknownScope as error:
            raise CommandError(str(error)) from None
        except IntegrityError:
            raise CommandError(f"There is a key named {options['name']} already.") from None
