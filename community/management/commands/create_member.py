from __future__ import annotations

import os

from django.core.management.base import BaseCommand, CommandError, CommandParser

from community.create_member import NameOfAnImport, create_member
from community.models import Member
from community.sign_in_link import make_sign_in_link


class Command(BaseCommand):
    help = "Make a member, or change the role of one, and print a link that signs them in once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--role", choices=Member.Role.values, default=Member.Role.MEMBER)
        parser.add_argument("--email", default="")

    def handle(self, *args: object, **options: str) -> None:
        try:
            member = create_member(name=options["name"], role=options["role"], email=options["email"])
        except NameOfAnImport:
            raise CommandError(f"{options['name']} is an author of imported reports: choose another name.") from None
        address = os.environ.get("SITE_ADDRESS") or f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
        self.stdout.write(f"{address}{make_sign_in_link(member=member)}")
