"""The secret address of a member's own feed: signed, never stored, and renewed by counting on."""

from __future__ import annotations

from django.core import signing
from django.db import transaction
from django.db.models import F

from community.models import FeedKey, Member

SALT = "community.feed"


@transaction.atomic
def renew_feed_key(*, member: Member) -> FeedKey:
    """Make the member's feed address; one that was made before leads nowhere from now on."""
    key, is_new = FeedKey.objects.get_or_create(member=member)
    if not is_new:
        FeedKey.objects.filter(pk=key.pk).update(number=F("number") + 1)
        key.refresh_from_db()
    return key


def feed_token(member: Member) -> str:
    """The secret of the address that holds now; "" where the member has made none."""
    key = FeedKey.objects.filter(member=member).first()
    return signing.Signer(salt=SALT).sign_object([member.pk, key.number]) if key else ""


def member_of_feed(token: str) -> Member | None:
    """Whose feed it is; None for an address that was renewed, or was never one."""
    try:
        pk, number = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    return Member.objects.filter(pk=pk, is_active=True, feed_key__number=number).first()
