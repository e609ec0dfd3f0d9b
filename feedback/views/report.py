from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from base.view_decorators import signed_in
from community.access import access_reply
from community.queries import reply_url
from community.requests import MemberRequest
from community.views.thread import talk
from feedback.access import access_own_report, access_report
from feedback.change_consent import change_consent
from feedback.confirm_fix import NothingToConfirm, confirm_fix
from feedback.evidence_present import evidence_context
from feedback.forms import ConsentForm
from feedback.models import Report
from feedback.present import stations
from feedback.queries import asked_about, evidence_and_view, steps_of, whole_reports
from feedback.withdraw_report import withdraw_report


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked, what the model said, what it should have said; the line; and the talk about it."""
    found = access_report(request.user, pk, among=whole_reports(request.user))
    evidence, view = evidence_and_view(found)
    steps = steps_of(found)
    is_own = found.thread.author == request.user
    context = {
        "report": found,
        "thread": found.thread,
        "classification": view,
        "stations": stations(steps, withdrawn=found.withdrawn_at is not None),
        "about_reply": _about(request, found),
        "is_closed": any(step.event == "confirmed" for step in steps),
        "is_own": is_own,
        "asks_confirmation": is_own and found.thread.station == 5,
    }
    return render(
        request,
        "feedback/report.html",
        context | evidence_context(pk, evidence) | talk(request, found.thread, asked_about(found)),
    )


def _about(request: HttpRequest, found: Report) -> str:
    """The address of the answer on this site that the report calls wrong, for whoever may see it."""
    if found.from_reply_id is None:
        return ""
    try:
        answer = access_reply(request.user, found.from_reply_id)
    except Http404:
        return ""
    return reply_url(answer.thread, answer)


@signed_in
@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    found = access_own_report(request.user, pk)
    try:
        confirm_fix(report=found, by=request.user, is_fixed=request.POST.get("fixed") == "yes")
    except NothingToConfirm:
        messages.error(request, _("No release says that it answers this report yet."))
    else:
        messages.success(request, _("Thank you: now the team knows."))
    return redirect(found.thread)


@signed_in
@require_POST
def consent(request: MemberRequest, pk: int) -> HttpResponse:
    found = access_own_report(request.user, pk)
    form = ConsentForm(request.POST)
    if form.is_valid():
        change_consent(report=found, by=request.user, scope=form.cleaned_data["scope"])
        messages.success(request, _("Noted. What is no longer allowed leaves the datasets within minutes."))
    return redirect(found.thread)


@signed_in
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    found = access_own_report(request.user, pk)
    if request.method != "POST":
        return render(request, "feedback/withdraw.html", {"report": found, "thread": found.thread})
    withdraw_report(report=found, by=request.user)
    messages.success(request, _("Your report is withdrawn. It leaves every page and every dataset."))
    return redirect("community:discover")
