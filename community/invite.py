from __future__ import annotations

import secrets

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from community.invitations import LIFE, invitations_left, sha256
from community.models import Invitation, Member


class NoneLeft(Exception):
    """The member has no invitation to give."""


@transaction.atomic
def invite(*, inviter: Member, max_uses: int = 1, note: str = "") -> str:
    """Make an invitation; gives its path, whose token is not kept. Raises `NoneLeft`."""
    Member.objects.select_for_update().get(pk=inviter.pk)  # two at once come one after the other, or both would count alike
    left = invitations_left(inviter)
    if left is not None and left < max_uses:
        raise NoneLeft
    token = secrets.token_urlsafe(24)
    Invitation.objects.create(
        inviter=inviter, token_sha256=sha256(token), note=note, max_uses=max_uses, expires_at=timezone.now() + LIFE
    )
    return reverse("community:join", args=[token])
