"""What pages read of follows."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from community.access import Viewer, open_spaces
from community.models import Follow, Member
from community.tag_queries import alive_tags

FOLLOWS_PAGE = 100
SUGGESTED = 6


def level_of(viewer: Viewer, kind: str, key: int) -> str:
    """How `viewer` follows a subject; "" where they don't."""
    if not isinstance(viewer, Member):
        return ""
    return Follow.objects.filter(member=viewer, kind=kind, key=key).values_list("level", flat=True).first() or ""


def follows(member: Member, *, before: int | None = None) -> tuple[list[Follow], int | None]:
    """A page of what `member` follows, newest first, older than the follow `before`; and the `before` of the next page."""
    mine = Follow.objects.filter(member=member)
    if before is not None:
        mine = mine.filter(pk__lt=before)
    found = list(mine.order_by("-pk")[: FOLLOWS_PAGE + 1])
    return found[:FOLLOWS_PAGE], found[FOLLOWS_PAGE - 1].pk if len(found) > FOLLOWS_PAGE else None


def worth_following(member: Member, mine: Iterable[Follow] | None = None) -> list[tuple[str, int, str, str]]:
    """What is alive and not followed yet, as (kind, key, name, page): spaces with most in them, and tags; for who follows
    little, and only where something is in them. `mine`: all that the member follows, where that has been read."""
    if mine is None:
        mine = Follow.objects.filter(member=member).exclude(kind=Follow.Kind.THREAD)
    known = {(one.kind, one.key) for one in mine}
    spaces = open_spaces(member).filter(thread_count__gt=0).order_by("-thread_count")[:SUGGESTED]
    offered = [
        *((Follow.Kind.SPACE.value, space.pk, space.name, reverse("community:space", args=[space.slug])) for space in spaces),
        *((Follow.Kind.TAG.value, tag.pk, tag.shown, tag.get_absolute_url()) for tag in alive_tags()),
    ]
    return [one for one in offered if one[:2] not in known][: 2 * SUGGESTED]
