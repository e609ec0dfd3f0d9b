"""Who may make an account now: everyone, or who holds an invitation or a place that was let in. The session holds which."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from community.invitations import is_usable
from community.models import Member, SiteMode, WaitingEntry
from community.site_rules import site_rules
from community.use_invitation import use_invitation

SESSION_KEY = "admission"


class NotLetIn(Exception):
    """What was held lets nobody in any more."""


def hold(request: HttpRequest, *, kind: str, pk: int) -> None:
    """Keep in the session by what somebody comes: "invitation" or "waiting"."""
    request.session[SESSION_KEY] = [kind, pk]


def may_join(request: HttpRequest) -> bool:
    """Whether who asks may make an account."""
    if site_rules(request).joining == SiteMode.Joining.OPEN:
        return True
    kind, pk = request.session.get(SESSION_KEY, ("", 0))
    if kind == "invitation":
        return is_usable(pk)
    return kind == "waiting" and _let_in(pk).exists()


@transaction.atomic
def admit(request: HttpRequest, member: Member) -> None:
    """Use what the session holds for a member who was just made, in their transaction; raises `NotLetIn` where the site is
    not open and somebody was quicker. Twice is once."""
    kind, pk = request.session.get(SESSION_KEY, ("", 0))
    is_used = False
    if kind == "invitation":
        is_used = use_invitation(invitation_id=pk, member=member)
    elif kind == "waiting":
        is_used = bool(_let_in(pk).update(member=member)) or WaitingEntry.objects.filter(pk=pk, member=member).exists()
    if not is_used and site_rules(request).joining != SiteMode.Joining.OPEN:
        raise NotLetIn


def _let_in(pk: int) -> QuerySet[WaitingEntry]:
    return WaitingEntry.objects.filter(pk=pk, member=None, let_in_at__isnull=False)
