from __future__ import annotations

from django.db import transaction

from community.models import Member
from feedback.models import Report, Step
from feedback.take_step import StepTaken, take_step


class NothingToConfirm(Exception):
    """No version has been released that says it answers this report."""


@transaction.atomic
def confirm_fix(*, report: Report, by: Member, is_fixed: bool) -> None:
    """The reporter's word on the latest release that answers the report; raises `NothingToConfirm`."""
    released = Step.objects.filter(report=report, event=Step.Event.RELEASED).order_by("-pk").first()
    if released is None:
        raise NothingToConfirm
    event = Step.Event.CONFIRMED if is_fixed else Step.Event.NOT_FIXED
    take_step(StepTaken(report_id=report.pk, event=event, key=released.key, actor=by, detail=released.detail))
