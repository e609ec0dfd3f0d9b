from __future__ import annotations

from community.models import Member
from moderation.decide import decide
from moderation.models import Case, Decision


def relabel_report(*, case: Case, by: Member, labels: list[str], reason: str = "") -> Decision:
    """Say that a report is something else than was said, without deciding whether it is accepted; raises `AlreadyDecided`."""
    return decide(
        case=case,
        by=by,
        verb=Decision.Verb.RELABEL,
        before=case.state,
        after=case.state,
        labels=labels,
        reason=reason,
        event="relabelled",
    )
