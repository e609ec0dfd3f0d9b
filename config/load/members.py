from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from community.models import Member
from config.load.copy_in import copy_in
from config.load.words import Writer

SOURCE = "load"


@transaction.atomic
def load_members(count: int, writer: Writer, joined: datetime) -> tuple[list[Member], int]:
    """`count` invented members, made where they are missing, the first a moderator; and how many are new.

    They cannot sign in. The words drawn for their names are drawn in any case, so that what follows is the same.
    """
    names = [writer.name(writer.language()) for _ in range(count)]
    known = set(Member.objects.filter(source=SOURCE).values_list("source_id", flat=True))
    missing: list[Model] = [
        Member(
            username=f"{name}-{number}",
            password="!",  # noqa: S106 -- one that no password gives
            source=SOURCE,
            source_id=str(number),
            role=Member.Role.MEMBER if number else Member.Role.MODERATOR,
            date_joined=joined,
        )
        for number, name in enumerate(names)
        if str(number) not in known
    ]
    copy_in(missing)
    by_number = {member.source_id: member for member in Member.objects.filter(source=SOURCE)}
    return [by_number[str(number)] for number in range(count)], len(missing)
