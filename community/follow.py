from __future__ import annotations

from django.db import transaction

from community.models import Follow, Member, Thread

MAX_FOLLOWS = 1_000  # of everything but threads, so that the followed feed stays quick


class TooManyFollows(Exception):
    """A member follows all that a feed can bear."""


@transaction.atomic
def follow(*, member: Member, kind: str, key: int, level: str = Follow.Level.FOLLOWING) -> bool:
    """Follow a subject, or follow it otherwise; the caller has seen that `member` may. False where nothing changed."""
    standing = Follow.objects.filter(member=member, kind=kind, key=key)
    if standing.update(level=level):
        return False
    if kind != Follow.Kind.THREAD:
        others = Follow.objects.filter(member=member).exclude(kind=Follow.Kind.THREAD)
        if others.count() >= MAX_FOLLOWS:
            raise TooManyFollows
    _, is_new = Follow.objects.get_or_create(member=member, kind=kind, key=key, defaults={"level": level})
    return is_new


@transaction.atomic
def unfollow(*, member: Member, kind: str, key: int) -> bool:
    """Follow it no more; False where it was not followed."""
    gone, _ = Follow.objects.filter(member=member, kind=kind, key=key).delete()
    return bool(gone)


def follow_own(*, member: Member, thread: Thread) -> None:
    """Follow a thread because one wrote in it, where the member wants that and has said nothing about it before."""
    if member.follows_own and not member.source:
        Follow.objects.get_or_create(
            member=member, kind=Follow.Kind.THREAD, key=thread.pk, defaults={"level": Follow.Level.FOLLOWING}
        )


@transaction.atomic
def choose_follows_own(*, member: Member, follows_own: bool) -> None:
    """Whether `member` follows what they write in."""
    Member.objects.filter(pk=member.pk, left_at=None).update(follows_own=follows_own)
