from __future__ import annotations

from django.db import transaction

from community.audit import audit
from community.models import Group, GroupMember, Member


@transaction.atomic
def make_group(*, by: Member, name_en: str, name_zh: str) -> Group:
    group = Group.objects.create(name_en=name_en, name_zh=name_zh)
    audit(by=by, subject="group", name=name_en, before={}, after={"made": True})
    return group


@transaction.atomic
def add_to_group(*, group: Group, member: Member, by: Member) -> bool:
    """False where they were in it before."""
    _seat, is_new = GroupMember.objects.get_or_create(group=group, member=member, defaults={"added_by": by})
    if is_new:
        audit(by=by, subject="group", name=group.name_en, before={}, after={"added": member.pk})
    return is_new


@transaction.atomic
def take_from_group(*, group: Group, member_id: int, by: Member) -> bool:
    """What is closed to all but the group is closed to them from now on. False where they were not in it."""
    gone, _tables = GroupMember.objects.filter(group=group, member=member_id).delete()
    if gone:
        audit(by=by, subject="group", name=group.name_en, before={}, after={"taken out": member_id})
    return bool(gone)
