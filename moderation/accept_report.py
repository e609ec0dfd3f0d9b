from __future__ import annotations

from community.models import Member
from moderation.decide import decide
from moderation.models import Case, Decision


def accept_report(*, case: Case, by: Member, labels: list[str], reason: str = "") -> Decision:
    """Say that a report is true, and what it is; raises `AlreadyDecided`."""
    return decide(
        case=case,
        by=by,
        verb=Decision.Verb.ACCEPT,
        before=Case.State.OPEN,
        after=Case.State.ACCEPTED,
        labels=labels,
        reason=reason,
        event="accepted",
    )
