from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from community.audit import audit
from community.invitations import branch_of
from community.models import Invitation, Member


@transaction.atomic
def revoke_invitation(*, invitation: Invitation) -> bool:
    """End an invitation; who came by it stays. False where it had ended before."""
    return bool(Invitation.objects.filter(pk=invitation.pk, revoked_at=None).update(revoked_at=timezone.now()))


@transaction.atomic
def revoke_branch(*, root: Member, by: Member) -> int:
    """End every open invitation of `root` and of all who came by them, in all generations; says how many."""
    members = [root.pk, *(pk for pk, _depth, _by in branch_of(root))]
    count = Invitation.objects.filter(inviter__in=members, revoked_at=None).update(revoked_at=timezone.now())
    if count:
        audit(by=by, subject="invitation", name=root.username, before={}, after={"revoked": count, "members": len(members)})
    return count
