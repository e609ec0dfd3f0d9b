from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from community.models import Member, SignInLink

LIFE = timedelta(hours=24)


@transaction.atomic
def make_sign_in_link(*, member: Member) -> str:
    """The path of a link that signs the member in once, within a day. Earlier links of theirs end."""
    SignInLink.objects.filter(member=member, used_at=None).delete()
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(member=member, token_sha256=_sha256(token), expires_at=timezone.now() + LIFE)
    return reverse("community:sign_in", args=[token])


def find_sign_in_link(token: str) -> SignInLink | None:
    """The link, while it can still be used."""
    return (
        SignInLink.objects.filter(token_sha256=_sha256(token), used_at=None, expires_at__gt=timezone.now())
        .select_related("member")
        .first()
    )


def use_sign_in_link(*, token: str) -> Member | None:
    """The member to sign in, for the first who asks; None for everyone after, and when it is too late."""
    link = find_sign_in_link(token)
    if link is None:
        return None
    won = SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now())
    return link.member if won else None


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
