from __future__ import annotations

from community.models import Member


def close_welcome(*, member: Member) -> None:
    """Show the card that says how to begin no more."""
    Member.objects.filter(pk=member.pk).update(welcome_closed=True)
