from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

import structlog
from django.db import transaction

from community.models import Hold, Member
from community.settle_hold import hold_again, let_go, remove_held
from feedback.admit_report import admit_report, hold_report

log = structlog.get_logger(__name__)


def settle_held(*, holds: Iterable[Hold], by: Member, is_fine: bool) -> tuple[UUID, int]:
    """Let posts through, or remove them: each in a transaction of its own, so that a long wave is no long lock.

    Gives the name by which all of it is undone, and how many there were; those that somebody else was quicker with, or
    that their authors took back, are not counted.
    """
    settled_as, done = uuid4(), 0
    for hold in holds:
        with transaction.atomic():
            settled = (let_go if is_fine else remove_held)(hold=hold, by=by, settled_as=settled_as)
            if settled and is_fine and hold.thread and hold.thread.is_report:
                admit_report(report=hold.thread.report)
            done += settled
    log.info("held.settled", by=by.pk, is_fine=is_fine, count=done)
    return settled_as, done


def undo_settled(*, holds: Iterable[Hold]) -> int:
    """Let posts wait again; says how many. A report that has been read meanwhile keeps its place in the line."""
    done = 0
    for hold in holds:
        with transaction.atomic():
            waits = hold_again(hold=hold)
            if waits and hold.thread and hold.thread.is_report:
                hold_report(report=hold.thread.report)
            done += waits
    return done
