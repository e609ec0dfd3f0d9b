from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from feedback.management.commands.create_widget_key import described
from feedback.models import WidgetKey
from feedback.widget_key import NoOrigin, change_widget_key


class Command(BaseCommand):
    help = "Show a widget key, give it other origins or another secret, revoke it or bring it back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--origin", action="append", help="all that it has from now on; may be repeated")
        parser.add_argument("--new-secret", action="store_true", help="the old one signs nothing any more, at once")
        parser.add_argument("--revoke", dest="revoked", action="store_true", default=None)
        parser.add_argument("--restore", dest="revoked", action="store_false")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            key = change_widget_key(
                name=options["name"], origins=options["origin"], new_secret=options["new_secret"], revoked=options["revoked"]
            )
        except NoOrigin as error:
            raise CommandError(str(error)) from None
        except WidgetKey.DoesNotExist:
            raise CommandError(f"There is no widget key named {options['name']}.") from None
        self.stdout.write(described(key))
