from __future__ import annotations

from django.db import transaction

from feedback.begin_lines import begin_lines
from feedback.models import Report


@transaction.atomic
def admit_report(*, report: Report) -> bool:
    """Begin the way of a report that was held, now that a person has let it through; False where it had begun."""
    held = Report.objects.filter(pk=report.pk, classified=Report.Classified.HELD)
    if not held.update(classified=Report.Classified.WAITING):
        return False
    begin_lines([report])
    return True


def hold_report(*, report: Report) -> bool:
    """Let a report wait again that nobody has read yet; False where the classifier was quicker, whose view stays."""
    waiting = Report.objects.filter(pk=report.pk, classified=Report.Classified.WAITING)
    return bool(waiting.update(classified=Report.Classified.HELD))
