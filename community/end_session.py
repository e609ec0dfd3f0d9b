from __future__ import annotations

from allauth.usersessions.models import UserSession

from community.models import Member


def end_session(*, member: Member, session_id: int) -> bool:
    """Sign one of the member's browsers out; False where it was not theirs, or gone."""
    session = UserSession.objects.filter(user=member, pk=session_id).first()
    if session is None:
        return False
    session.end()
    return True
