from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError

from feedback.models import WidgetKey
from feedback.widget_key import NoOrigin, create_widget_key, secrets_of
from feedback.widget_script import widget_script


class Command(BaseCommand):
    help = "Make a key for the widget on another site's pages, and print what that site needs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--origin", action="append", required=True, help="https://chat.example.org; may be repeated")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            key = create_widget_key(name=options["name"], origins=options["origin"])
        except NoOrigin as error:
            raise CommandError(str(error)) from None
        except IntegrityError:
            raise CommandError(f"There is a widget key named {options['name']} already; see change_widget_key.") from None
        self.stdout.write(described(key))


def described(key: WidgetKey) -> str:
    """The key, its secret, and the tag for the pages."""
    state = "revoked" if key.access_key.revoked_at else "in use"
    return "\n".join(
        [
            f"key      {key.key}   ({state}; it may be seen)",
            f"secret   {secrets_of(key)[0]}   (for that site's server only)",
            f"origins  {' '.join(key.origins)}",
            "",
            f'<script async src="{settings.SITE_ADDRESS}/widget.js" data-key="{key.key}" data-user="SIGNED USER"></script>',
            "or, pinned to this release:",
            f'<script async crossorigin src="{settings.SITE_ADDRESS}/widget/{widget_script().name}.js"',
            f'  integrity="{widget_script().integrity}" data-key="{key.key}" data-user="SIGNED USER"></script>',
        ]
    )
