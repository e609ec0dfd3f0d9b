from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from base.view_decorators import signed_in
from community.ask_again import ask_again
from community.requests import MemberRequest
from feedback.evidence_present import evidence_context
from feedback.queries import evidence_and_view
from moderation.accept_report import accept_report
from moderation.access import access_case
from moderation.decide import AlreadyDecided
from moderation.decline_report import decline_report
from moderation.forms import DecisionForm
from moderation.models import Case, Decision
from moderation.present import shown_case
from moderation.queries import case_after, decisions_of, desk_of, first_case, licence_of, queue, recent_decisions
from moderation.relabel_report import relabel_report
from moderation.reopen_case import reopen_case


@signed_in
def desk(request: MemberRequest) -> HttpResponse:
    """The case that matters most, or word that all are decided."""
    if not request.user.is_moderator:
        raise Http404
    first = first_case()
    if first is None:
        context = {"recent": recent_decisions(request.user), "desk": desk_of(request.user)}
        return render(request, "moderation/desk_empty.html", context)
    return redirect("moderation:case", first.pk)


@signed_in
def later(request: MemberRequest, pk: int) -> HttpResponse:
    """On to the next case; at the end of the queue back to its beginning."""
    behind = case_after(access_case(request.user, pk))
    return redirect("moderation:case", behind.pk) if behind else redirect("moderation:desk")


@signed_in
def case(request: MemberRequest, pk: int) -> HttpResponse:
    found = access_case(request.user, pk)
    return show(request, found)


def show(request: MemberRequest, found: Case, form: DecisionForm | None = None, status: int = 200) -> HttpResponse:
    """The case; without a form that was sent, one in which is ticked what people said, else what the machine thinks."""
    evidence, view = evidence_and_view(found.report)
    suggested = found.labels or (list(view.labels) if view else [])
    context = {
        "case": found,
        "report": found.report,
        "thread": found.report.thread,
        "classification": view,
        "licence": licence_of(found),
        "decisions": decisions_of(found),
        "rows": [shown_case(row, current=found) for row in queue()],
        "recent": recent_decisions(request.user),
        "desk": desk_of(request.user),
        "form": form or DecisionForm(initial={"labels": suggested}),
    }
    return render(request, "moderation/case.html", context | evidence_context(found.pk, evidence), status=status)


@signed_in
@require_POST
def ask_the_assistant_again(request: MemberRequest, pk: int) -> HttpResponse:
    if not request.user.is_moderator:
        raise Http404
    if ask_again(request_id=pk):
        messages.success(request, _("The assistant tries again."))
    return redirect("moderation:desk")


@signed_in
@require_POST
def decide(request: MemberRequest, pk: int) -> HttpResponse:
    found = access_case(request.user, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return show(request, found, form, status=422)
    try:
        say(found, request, form.cleaned_data)
    except AlreadyDecided as lost:
        messages.error(
            request,
            _("Somebody was quicker: this case is %(state)s now. Your words are still here.")
            % {"state": lost.case.get_state_display()},
        )
        return show(request, access_case(request.user, pk), form, status=409)
    if form.cleaned_data["verb"] == Decision.Verb.REOPEN:
        messages.success(request, _("Undone: the case waits again."))
        return redirect("moderation:case", pk)
    messages.success(request, _("Decided. The author is told."))
    return redirect("moderation:desk")


def say(found: Case, request: MemberRequest, words: dict[str, object]) -> None:
    by, labels, reason = request.user, list(words["labels"]), str(words["reason"])  # type: ignore[call-overload]
    match words["verb"]:
        case Decision.Verb.ACCEPT:
            accept_report(case=found, by=by, labels=labels, reason=reason)
        case Decision.Verb.DECLINE:
            decline_report(case=found, by=by, reason=reason)
        case Decision.Verb.RELABEL:
            relabel_report(case=found, by=by, labels=labels, reason=reason)
        case Decision.Verb.REOPEN:
            reopen_case(case=found, by=by, reason=reason)
