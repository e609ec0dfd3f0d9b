from __future__ import annotations

from community.models import Member
from moderation.decide import AlreadyDecided, decide
from moderation.models import Case, Decision


def reopen_case(*, case: Case, by: Member, reason: str = "") -> Decision:
    """Undo a decision: the case waits again, and the record says who undid it. Raises `AlreadyDecided` if it is open."""
    if case.state == Case.State.OPEN:
        raise AlreadyDecided(case)
    return decide(
        case=case,
        by=by,
        verb=Decision.Verb.REOPEN,
        before=case.state,
        after=Case.State.OPEN,
        labels=[],
        reason=reason,
        event="reopened",
    )
