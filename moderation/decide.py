"""What accept, decline, relabel and reopen have in common: one guarded change of state, and its record."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from community.label_thread import label_thread
from community.models import Member
from community.notify import notify
from feedback.models import Classification, Evidence
from feedback.take_step import StepTaken, take_step
from moderation.models import Case, Decision


class AlreadyDecided(Exception):
    """Somebody else was quicker; `case` says what stands now."""

    def __init__(self, case: Case) -> None:
        self.case = case
        super().__init__(f"case {case.pk} is {case.state}")


@transaction.atomic
def decide(
    *,
    case: Case,
    by: Member,
    verb: Decision.Verb,
    before: str,
    after: str,
    labels: list[str],
    reason: str,
    event: str,
) -> Decision:
    """Move a case from state `before` to `after` with a decision that says so; raises `AlreadyDecided`.

    The case's row is locked first, so that the decision is written by the one who moves the state, and by nobody else.
    """
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.state != before:
        raise AlreadyDecided(locked)
    decision = Decision.objects.create(
        case=locked,
        verb=verb,
        evidence=Evidence.objects.get(report_id=case.pk, is_current=True),
        labels=labels,
        reason=reason,
        by=by,
        state_before=before,
        state_after=after,
    )
    is_open = after == Case.State.OPEN
    Case.objects.filter(pk=case.pk, state=before).update(
        state=after,
        labels=labels,
        decision=None if is_open else decision,
        closed_at=None if is_open else timezone.now(),
    )
    take_step(
        StepTaken(
            report_id=case.pk,
            event=event,
            key=str(decision.pk),
            actor=by,
            detail={"labels": labels, "reason": reason},
        )
    )
    _show(case, labels)
    thread = case.report.thread
    if thread.author != by:
        notify(
            member=thread.author,
            event=event,
            key=f"decision-{decision.pk}",
            thread=thread,
            url=thread.get_absolute_url(),
            detail={"title": thread.title, "reason": reason, "labels": labels},
        )
    return decision


def _show(case: Case, labels: list[str]) -> None:
    """On the card: what people say it is; without a decision, what the machine thinks."""
    if labels:
        label_thread(thread_id=case.pk, kind=labels[0], kind_by="person")
        return
    view = Classification.objects.filter(report_id=case.pk, is_current=True).first()
    kind = view.labels[0] if view and view.labels else ""
    probability = view.probabilities.get(kind) if view else None
    label_thread(thread_id=case.pk, kind=kind, kind_by="machine", kind_probability=probability)
