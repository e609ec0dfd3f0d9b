from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.db import IntegrityError, transaction

from community.models import Member
from community.names import is_name_of_left
from community.trust import KNOWN

MAX_NAME = 150


class NameOfAnImport(ValueError):
    """The name belongs to a member who stands for an author of another site, or to a machine."""


@transaction.atomic
def create_member(*, name: str, role: str = Member.Role.MEMBER, email: str = "") -> Member:
    """Make a member without a password, or give the one of that name this role. Sign them in with `make_sign_in_link`.

    A new one is known: a person named them. Whoever signs up by themselves is new.

    Raises `NameOfAnImport` where the name stands for an author of another site: whoever that is must not get the role.
    """
    member, is_new = Member.objects.get_or_create(username=name, defaults={"role": role, "email": email, "trust": KNOWN})
    if is_new:
        member.set_unusable_password()
        member.save(update_fields=["password"])
    elif member.source or member.is_machine:
        raise NameOfAnImport(name)
    elif member.role != role or (email and member.email != email):
        member.role, member.email = role, email or member.email
        member.save(update_fields=["role", "email"])
    return member


@transaction.atomic
def member_from_elsewhere(*, source: str, source_id: str, name: str) -> Member:
    """The member who stands for an author of another site; made at the first sight, and cannot sign in.

    The name is theirs where it is free, else theirs with the source and their id there. Whoever makes the same member, or
    takes the name, at the same moment and is quicker is met by the unique constraints; then we look again.
    """
    for username in names_from_elsewhere(source, source_id, name):
        if known := Member.objects.filter(source=source, source_id=source_id).first():
            return known
        if Member.objects.filter(username=username).exists():
            continue
        member = Member(username=username, source=source, source_id=source_id)
        member.set_unusable_password()
        try:
            with transaction.atomic():
                member.save()
        except IntegrityError:
            continue
        return member
    return Member.objects.get(source=source, source_id=source_id)


def names_from_elsewhere(source: str, source_id: str, name: str) -> Iterator[str]:
    """Names to try for an author of another site, on one line each since they stand in addresses; the last is nobody else's."""
    wanted = _one_line(name)[:80] or _one_line(source_id)[:80] or source
    with_origin = f"{wanted} ({source} {_one_line(source_id)})"
    if not is_name_of_left(wanted):
        yield wanted
    if len(with_origin) <= MAX_NAME:
        yield with_origin
    yield f"{wanted} ({hashlib.sha256(f'{source}/{source_id}'.encode()).hexdigest()[:16]})"


def _one_line(text: str) -> str:
    return " ".join(text.split())
