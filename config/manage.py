"""`script/manage`: a management command with the embedded services around it."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext

from config.services import services

FILTERS = {"classify", "similar", "scan_pii"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # Filters touch no store, and start no servers.
    needed = nullcontext() if sys.argv[1:2] and sys.argv[1] in FILTERS else services()
    with needed:
        from django.core.management import execute_from_command_line

        execute_from_command_line(["script/manage", *sys.argv[1:]])


if __name__ == "__main__":
    main()
