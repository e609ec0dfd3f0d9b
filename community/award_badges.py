from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from community.badges import Badge, earned
from community.models import BadgeAward, Member, Thread
from community.notify import notify


def award_badges(*, member: Member, figures: Mapping[str, int], days: int) -> list[str]:
    """Give what the figures earn and the member does not have yet, and tell them; in the caller's transaction.

    A badge is kept when the figure falls again: it says what was, not what is.
    """
    badges = earned(figures, days=days)
    if not badges:
        return []
    has = set(BadgeAward.objects.filter(member=member).values_list("badge", flat=True))
    fresh = [badge for badge in badges if badge.code not in has]
    for badge in fresh:
        award, is_new = BadgeAward.objects.get_or_create(
            member=member, badge=badge.code, defaults={"thread": _what_for(member, badge)}
        )
        if is_new:
            notify(
                member=member,
                event="badge",
                thread=award.thread,
                url=reverse("community:profile", args=[member.username]) + "#badges",
                detail={"badge": badge.code},
                key=f"badge-{badge.code}",
            )
    return [badge.code for badge in fresh]


def _what_for(member: Member, badge: Badge) -> Thread | None:
    if not badge.station:
        return None
    reached = Thread.objects.filter(author=member, is_report=True, state=Thread.State.VISIBLE, station__gte=badge.station)
    return reached.order_by("created_at").first()
