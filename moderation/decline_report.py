from __future__ import annotations

from community.models import Member
from moderation.decide import decide
from moderation.models import Case, Decision


def decline_report(*, case: Case, by: Member, reason: str, labels: list[str] | None = None) -> Decision:
    """Say that nothing follows from a report, and why: its author reads the reason. Raises `AlreadyDecided`."""
    return decide(
        case=case,
        by=by,
        verb=Decision.Verb.DECLINE,
        before=Case.State.OPEN,
        after=Case.State.DECLINED,
        labels=labels or [],
        reason=reason,
        event="declined",
    )
