from __future__ import annotations

from itertools import count

from django.conf import settings
from django.db import IntegrityError, transaction

from community.models import Assistant, Member
from community.trust import TRUSTED

NAME = "assistant"


def find_assistant() -> Assistant | None:
    """The assistant with its account, both made at the first use; None where no endpoint is configured."""
    if not settings.HAS_ASSISTANT:
        return None
    return _known() or _make()


def _known() -> Assistant | None:
    return Assistant.objects.select_related("member").first()


def _make() -> Assistant:
    for number in count(1):
        name = NAME if number == 1 else f"{NAME}-{number}"
        if Member.objects.filter(username__iexact=name).exists():
            continue
        member = Member(username=name, is_machine=True, trust=TRUSTED, follows_own=False)
        member.set_unusable_password()
        try:
            with transaction.atomic():
                member.save()
                return Assistant.objects.create(member=member)
        except IntegrityError:  # somebody else made it, or took the name, at the same moment
            if known := _known():
                return known
    raise AssertionError("there is always a next number")
