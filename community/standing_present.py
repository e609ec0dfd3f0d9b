"""From figures and levels to words."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.badges import BADGES, BY_CODE, Badge
from community.models import BadgeAward, Credit, Member
from community.review_trust import record_of
from community.trust import KNOWN, LEVELS, NEW, REGULAR, TRUSTED, level_of, missing, opened_by

LEVEL_NAMES: dict[int, Promise] = {NEW: _("new"), KNOWN: _("known"), REGULAR: _("at home"), TRUSTED: _("trusted")}
OPENS: dict[str, Promise] = {
    "links": _("post links to other sites"),
    "images": _("post images"),
    "votes_count": _("your votes help others to the next level"),
    "flags_count": _("what you flag is weighed at once"),
    "retag": _("change the tags of others' threads"),
    "invite": _("invite people"),
}
NEEDS: dict[str, Promise] = {
    "days": _("days here"),
    "posts": _("posts and replies"),
    "good": _("of use to others: posts that were voted for, accepted reports"),
}


def levels(member: Member) -> list[dict[str, Any]]:
    """Every level: what it opens, and whether the member has it, or has it next."""
    now = level_of(member)
    return [
        {
            "name": LEVEL_NAMES[level],
            "opens": [OPENS[ability] for ability in opened_by(level)],
            "is_now": level == now,
            "is_open": level <= now,
            "is_next": level == now + 1,
        }
        for level in LEVELS
    ]


def still_wanting(member: Member, credit: Credit) -> list[dict[str, Any]]:
    """What the next level takes beyond what there is; nothing at the highest."""
    figures = {name: getattr(credit, name) for name in ("posts", "liked", "accepted", "removed")}
    wanting = missing(record_of(figures, member), level_of(member) + 1)
    return [
        {"name": NEEDS[name], "have": have, "need": need, "share": round(100 * have / need)}
        for name, (have, need) in wanting.items()
    ]


def shown_badges(awards: list[BadgeAward]) -> list[dict[str, Any]]:
    """Badges as a profile shows them; one that there is no longer is left out."""
    return [
        {
            "badge": BY_CODE[award.badge],
            "at": award.at,
            "thread": award.thread if getattr(award, "is_open", False) else None,
        }
        for award in awards
        if award.badge in BY_CODE
    ]


def all_badges() -> list[Badge]:
    return BADGES


def outcomes(credit: Credit) -> list[tuple[Promise, int]]:
    """What came of a member's words beside their reports' way, as far as there is any."""
    figures: list[tuple[Promise, int]] = [
        (_("answers that solved it"), credit.answers_accepted),
        (_("votes received"), credit.votes_received),
        (_("fixes confirmed"), credit.confirmed),
        (_("others' reports confirmed"), credit.reproduced),
    ]
    return [(name, count) for name, count in figures if count]
