"""The links in mails that stop them, without signing in. They hold for good: a mail may be read years later."""

from __future__ import annotations

from django.core import signing

from community.models import Event, Member

SALT = "community.unsubscribe"


def unsubscribe_token(member: Member, event: Event) -> str:
    return signing.Signer(salt=SALT).sign_object([member.pk, event.value])


def read_unsubscribe_token(token: str) -> tuple[Member, Event] | None:
    """Whom and what the token names; None where it is not ours, or the member has gone."""
    try:
        pk, event = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    member = Member.objects.filter(pk=pk).first()
    return None if member is None else (member, Event(event))
