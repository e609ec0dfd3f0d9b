from __future__ import annotations

from collections.abc import Callable

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from community.make_anonymous import make_anonymous
from community.models import Member

log = structlog.get_logger(__name__)


class LastAdministrator(Exception):
    """Whoever is the only administrator left cannot leave: nobody could run the site."""


@transaction.atomic
def leave(*, member: Member, erase: bool) -> bool:
    """Close an account for good: the words stay under a number, or with `erase` go too. False where it was closed before.

    Each room erases what it holds, by `settings.MEMBER_ERASURES`. Raises `LastAdministrator`.
    """
    if not Member.objects.select_for_update().filter(pk=member.pk, left_at=None).exists():
        return False
    if member.role == Member.Role.ADMIN and not _other_administrators(member):
        raise LastAdministrator
    rooms: list[Callable[[Member], int]] = [import_string(path) for path in settings.MEMBER_ERASURES]
    erased = sum(room(member) for room in rooms) if erase else 0
    make_anonymous(member=member)
    log.info("member.left", member_id=member.pk, words="erased" if erase else "kept", erased=erased)
    return True


def _other_administrators(member: Member) -> bool:
    """Locked, so that of two administrators who leave at once one stays."""
    others = Member.objects.select_for_update().filter(role=Member.Role.ADMIN, is_active=True, left_at=None)
    return any(other.pk != member.pk for other in others.order_by("pk"))
