"""The links in mails that stop them, without signing in. They hold for good: a mail may be read years later."""

from __future__ import annotations

from django.core import signing

from community.models import Event, Member

SALT = "community.unsubscribe"


def unsubscribe_token(member: Member, event: Event) -> str:
    return signing.dumps([member.pk, event.value], salt=SALT)


def read_unsubscribe_token(token: str) -> tuple[Member, Event] | None:
    """Whom and what the token names; None where it is not ours, or the member has gone."""
    try:
        pk, event = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    member = Member.objects.filter(pk=pk).first()
    return None if member is None else (member, Event(event))
