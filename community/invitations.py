"""Who may invite how many, which invitations hold, and who came by whom."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Case, Count, F, QuerySet, Sum, When
from django.utils import timezone

from community.models import Arrival, Invitation, InvitationGrant, Member
from community.trust import level_of, may

# How many people a member may bring in all, by trust level; those who run the site need no number.
QUOTA = (0, 0, 5, 20)
LIFE = timedelta(days=14)
MAX_USES = 50
DEEPEST = 20  # generations of a branch
WIDEST = 1_000  # members of a branch that are shown
SHOWN = 100


def invitations_left(member: Member) -> int | None:
    """How many more people the member may invite; None: as many as they like. A revoked invitation gives its rest back."""
    if member.role == Member.Role.ADMIN:
        return None
    spent = Case(When(revoked_at=None, then=F("max_uses")), default=F("uses"))
    given = Invitation.objects.filter(inviter=member).aggregate(n=Sum(spent))["n"] or 0
    granted = InvitationGrant.objects.filter(member=member).aggregate(n=Sum("count"))["n"] or 0
    own = QUOTA[level_of(member)] if may(member, "invite") else 0
    return int(max(0, own + granted - given))


def find_invitation(token: str) -> Invitation | None:
    """The invitation of that token, while it lets somebody in."""
    return usable().filter(token_sha256=sha256(token)).select_related("inviter").first()


def is_usable(invitation_id: int) -> bool:
    return usable().filter(pk=invitation_id).exists()


def branch_of(root: Member) -> list[tuple[int, int, int]]:
    """(member, generation, who invited them) of everyone who came by `root`, parents before children; `WIDEST` at most."""
    found: list[tuple[int, int, int]] = []
    parents = [root.pk]
    for depth in range(1, DEEPEST + 1):
        came = Arrival.objects.filter(invitation__inviter__in=parents).order_by("pk")
        row = list(came.values_list("member_id", "invitation__inviter_id")[: WIDEST - len(found)])
        found += [(member, depth, inviter) for member, inviter in row]
        parents = [member for member, _inviter in row]
        if not parents:
            break
    return found


def usable() -> QuerySet[Invitation]:
    """Invitations that let somebody in now."""
    return Invitation.objects.filter(
        revoked_at=None, expires_at__gt=timezone.now(), uses__lt=F("max_uses"), inviter__is_active=True
    )


def sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invitations_of(member: Member) -> list[Invitation]:
    """The member's newest invitations."""
    return list(Invitation.objects.filter(inviter=member).order_by("-pk")[:SHOWN])


def own_invitation(member: Member, pk: int) -> Invitation | None:
    return Invitation.objects.filter(pk=pk, inviter=member).first()


def came_by(member: Member) -> list[Arrival]:
    """Whom the member brought in, newest first."""
    return list(Arrival.objects.filter(invitation__inviter=member).select_related("member").order_by("-pk")[:SHOWN])


@dataclass(frozen=True)
class Seat:
    """Somebody in a branch: `depth` generations below its root, `open_count` open invitations that they have given."""

    member: Member
    depth: int
    by: str
    open_count: int


@dataclass(frozen=True)
class Branch:
    """`by` brought the root in, or nobody; `open_count` of all of it, the root's included."""

    by: Member | None
    seats: list[Seat]
    open_count: int


def shown_branch(root: Member) -> Branch:
    """The tree below `root`, each child behind its parent."""
    arrival = Arrival.objects.filter(member=root).select_related("invitation__inviter").first()
    rows = branch_of(root)
    ids = [root.pk, *(member for member, _depth, _by in rows)]
    members = Member.objects.in_bulk(ids)
    counts = dict(
        usable().filter(inviter__in=ids).order_by().values_list("inviter").annotate(n=Count("pk")).values_list("inviter", "n")
    )
    below: dict[int, list[tuple[int, int]]] = {}
    for member, depth, by in rows:
        below.setdefault(by, []).append((member, depth))
    seats: list[Seat] = []
    rest = list(reversed(below.get(root.pk, [])))
    parents = {member: by for member, _depth, by in rows}
    while rest:
        member, depth = rest.pop()
        seats.append(Seat(members[member], depth, members[parents[member]].username, counts.get(member, 0)))
        rest += reversed(below.get(member, []))
    return Branch(arrival.invitation.inviter if arrival else None, seats, sum(counts.values()))
