"""What pages read of figures and badges."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from community.access import Viewer, visible_threads
from community.models import BadgeAward, Credit, Member, TrustPin

HOLDERS = 50


def credit_of(member: Member) -> Credit:
    """The member's figures; all nothing where none were counted yet. Asks nothing where `member` came with them."""
    try:
        found: Credit = member.credit
    except Credit.DoesNotExist:
        return Credit(member=member)
    return found


def badges_of(member: Member, viewer: Viewer) -> list[BadgeAward]:
    """The member's badges, oldest first, each with `is_open`: whether `viewer` may read what it was for."""
    is_open = Exists(visible_threads(viewer).filter(pk=OuterRef("thread")))
    return list(BadgeAward.objects.filter(member=member).annotate(is_open=is_open).select_related("thread").order_by("pk"))


def holders(badge: str, *, before: int | None = None) -> tuple[list[BadgeAward], int | None]:
    """A page of who has a badge, newest first; and what to give as `before` for the next page."""
    awards = BadgeAward.objects.filter(badge=badge, member__is_active=True).select_related("member")
    if before is not None:
        awards = awards.filter(pk__lt=before)
    found = list(awards.order_by("-pk")[: HOLDERS + 1])
    return found[:HOLDERS], found[HOLDERS - 1].pk if len(found) > HOLDERS else None


def pin_of(member: Member) -> TrustPin | None:
    return TrustPin.objects.filter(member=member).select_related("by").first()
