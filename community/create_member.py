from __future__ import annotations

from django.db import transaction

from community.models import Member


@transaction.atomic
def create_member(*, name: str, role: str = Member.Role.MEMBER, email: str = "") -> Member:
    """Make a member without a password, or give the one of that name this role. Sign them in with `make_sign_in_link`."""
    member, is_new = Member.objects.get_or_create(username=name, defaults={"role": role, "email": email})
    if is_new:
        member.set_unusable_password()
        member.save(update_fields=["password"])
    elif member.role != role or (email and member.email != email):
        member.role, member.email = role, email or member.email
        member.save(update_fields=["role", "email"])
    return member


@transaction.atomic
def member_from_elsewhere(*, source: str, source_id: str, name: str) -> Member:
    """The member who stands for an author of another site; made at the first sight, and cannot sign in.

    The name is theirs where it is free, else theirs with the source and their id there.
    """
    known = Member.objects.filter(source=source, source_id=source_id).first()
    if known is not None:
        return known
    wanted = (name or source_id)[:80]
    taken = Member.objects.filter(username=wanted).exists()
    member = Member(username=f"{wanted} ({source} {source_id})"[:150] if taken else wanted, source=source, source_id=source_id)
    member.set_unusable_password()
    member.save()
    return member
