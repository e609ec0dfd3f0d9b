"""The links in mails that stop what they told of, without signing in. They hold for good, as those of `unsubscribe_link`."""

from __future__ import annotations

from django.core import signing

from community.channels import event_of
from community.models import Event, Follow, Member, Notice

SALT = "community.stop_follow"


def stop_token(member: Member, kind: str, key: int) -> str:
    return signing.Signer(salt=SALT).sign_object([member.pk, kind, key])


def stop_token_of(notice: Notice, member: Member) -> str:
    """For what a notice was told because of: the subject that was watched, else the thread where it was said; "" for what
    was not said but decided, of which nobody can be told nothing."""
    if event_of(notice.event) not in {Event.REPLY, Event.MENTION, Event.FOLLOWED}:
        return ""
    kind, key = notice.detail.get("because") or (Follow.Kind.THREAD.value, notice.thread_id)
    return stop_token(member, kind, key) if key else ""


def read_stop_token(token: str) -> tuple[Member, str, int] | None:
    """Whom and what the token names; None where it is not ours, or the member has gone."""
    try:
        pk, kind, key = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    member = Member.objects.filter(pk=pk).first()
    return None if member is None else (member, kind, key)
