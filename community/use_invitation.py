from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from community.invitations import is_usable
from community.models import Arrival, Invitation, Member


@transaction.atomic
def use_invitation(*, invitation_id: int, member: Member) -> bool:
    """The member came by this invitation; False where it is used up, revoked or too old. Once for each member."""
    if Arrival.objects.filter(member=member).exists():
        return True
    if not is_usable(invitation_id):
        return False
    # Claimed on the row's own columns: what is filtered through the inviter is not checked again after a wait for a lock.
    unspent = Invitation.objects.filter(
        pk=invitation_id, revoked_at=None, expires_at__gt=timezone.now(), uses__lt=F("max_uses")
    )
    if not unspent.update(uses=F("uses") + 1):
        return False
    Arrival.objects.create(member=member, invitation_id=invitation_id)
    return True
