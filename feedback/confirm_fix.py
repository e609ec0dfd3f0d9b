from __future__ import annotations

from django.db import transaction

from community.models import Member
from feedback.models import Report, Step
from feedback.take_step import StepTaken, take_step

ANSWERS = (Step.Event.CONFIRMED, Step.Event.NOT_FIXED)


class NothingToConfirm(Exception):
    """No version has been released that says it answers this report."""


@transaction.atomic
def confirm_fix(*, report: Report, by: Member, is_fixed: bool) -> None:
    """The reporter's word on the latest release that answers the report; raises `NothingToConfirm`.

    The same word twice is said once. Who thinks again is heard again: the last word holds.
    """
    Report.objects.select_for_update().get(pk=report.pk)  # so that two words at once come one after the other
    released = Step.objects.filter(report=report, event=Step.Event.RELEASED).order_by("-pk").first()
    if released is None:
        raise NothingToConfirm
    event = Step.Event.CONFIRMED if is_fixed else Step.Event.NOT_FIXED
    said = Step.objects.filter(report=report, event__in=ANSWERS, key__startswith=f"{released.key}/").order_by("pk")
    words = list(said.values_list("event", flat=True))
    if words[-1:] != [event]:
        key = f"{released.key}/{len(words) + 1}"
        take_step(StepTaken(report_id=report.pk, event=event, key=key, actor=by, detail=released.detail))
