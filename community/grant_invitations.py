from __future__ import annotations

from django.db import transaction

from community.audit import audit
from community.models import InvitationGrant, Member


@transaction.atomic
def grant_invitations(*, member: Member, count: int, by: Member) -> None:
    """Give a member more invitations than their level has."""
    InvitationGrant.objects.create(member=member, count=count, by=by)
    audit(by=by, subject="invitation", name=member.username, before={}, after={"granted": count})
