from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from structlog.contextvars import get_contextvars

from base.paging import read_number
from base.view_decorators import signed_in
from community.access import access_space
from community.draft_forms import waiting_draft
from community.models import Draft, Reply
from community.requests import MemberRequest
from community.space_rules import why_no_talk
from community.views.images import form_with_image
from community.views.limited import later, limited, too_soon
from feedback.advice import advice_said, ask_for_advice
from feedback.compose_present import can_undo, shown_form
from feedback.compose_steps import Outcome, take_file, take_passage, take_step, values_in
from feedback.forms import ComposeForm
from feedback.from_reply import access_machine_reply, begun_report, is_from_closed
from feedback.queries import last_choices
from feedback.submit_report import submit_report

TRIES = 5


@signed_in
def compose(request: MemberRequest) -> HttpResponse:
    """One report by hand; with `from_reply`, about an answer of the assistant, whose conversation is there already.

    A button with a `step` sends nothing: the form comes back with what was read, marked or begun.
    """
    answer = _answer(request)
    draft = None if answer else waiting_draft(request.user, "report", method=request.method or "")
    begun = last_choices(request.user) | (begun_report(answer) if answer else {}) | _kept(draft)
    why = why_no_talk(access_space(request.user, "reports"), request.user)
    outcome = _take(request)
    step = request.POST.get("step")
    if step is not None or request.method != "POST":
        form, is_sent = ComposeForm(initial=begun | _typed(request), member=request.user), False
    else:
        form, is_sent = form_with_image(request, ComposeForm, initial=begun, member=request.user)
        if not is_sent:  # an image was put into the words, and all else is as it was
            typed = {name: value for name, value in _typed(request).items() if name not in {"body", "image_alt"}}
            form.initial = {**form.initial, **typed}
    wait = 0
    if is_sent:
        for name, words in [*outcome.trouble.items(), *([(None, why)] if why else [])]:
            form.add_error(name if name in form.fields else None, words)
    if is_sent and form.is_valid() and not (wait := too_soon(request, form, "report")):
        return redirect(_submit(request, form, answer))
    status = 422 if form.errors or outcome.trouble else 200
    context = {"why_not": why, "answer": answer, "draft": draft, **_shown(form, outcome)}
    context["is_closed"] = answer is not None and is_from_closed(answer)
    return later(render(request, "feedback/compose.html", context, status=status), wait)


def _submit(request: MemberRequest, form: ComposeForm, answer: Reply | None) -> Any:
    assert form.report is not None
    report, is_new = submit_report(
        given=form.report,
        author=request.user,
        visibility=form.cleaned_data["visibility"],
        request_id=str(get_contextvars().get("request_id", "")),
        from_reply=answer,
    )
    if is_new:
        messages.success(request, _("Thank you. A moderator usually answers within a day; we will tell you."))
    return report.thread


@signed_in
@require_POST
@limited("preview")
def read(request: MemberRequest) -> HttpResponse:
    """For the script: what the form shows of what is typed, after one step if `step` names it."""
    outcome = _take(request)
    form = ComposeForm(initial=_typed(request), member=request.user)
    shown = _shown(form, outcome)
    asked = "" if shown["advice"]["is_empty"] else ask_for_advice(request.user, shown["short"])
    return render(request, "feedback/read.html", {**shown, "asked": asked, "next_try": 1})


@signed_in
@require_GET
def advice(request: MemberRequest, name: str) -> HttpResponse:
    """For the script: what the machine takes it for, once a worker has said so; it is asked a few times."""
    said = advice_said(request.user, name)
    tried = min(read_number(request.GET.get("try", "")) or 1, TRIES)
    context = {"said": said, "asked": name if said is None and tried < TRIES else "", "next_try": tried + 1}
    return render(request, "feedback/composing/machine.html", context)


def _take(request: MemberRequest) -> Outcome:
    """What came is taken up into the form: a file, and what the pressed button does."""
    outcome = Outcome()
    if request.method != "POST":
        return outcome
    data = request.POST.copy()
    if "step" in data:
        outcome = take_step(data, str(data["step"]))
    else:
        take_passage(data, outcome)
    take_file(data, request.FILES, outcome)
    request.POST = data  # type: ignore[assignment]  # so that all that follows sees it
    return outcome


def _typed(request: MemberRequest) -> dict[str, Any]:
    return values_in(ComposeForm.base_fields, request.POST) if request.method == "POST" else {}


def _kept(draft: Draft | None) -> dict[str, Any]:
    return values_in(ComposeForm.base_fields, MultiValueDict(draft.fields)) if draft else {}


def _shown(form: ComposeForm, outcome: Outcome) -> dict[str, Any]:
    def values(name: str) -> Any:
        return form[name].value() if name in form.fields else form.initial.get(name)

    return {
        "form": form,
        "trouble": outcome.trouble,
        "note": outcome.note,
        "wrote": outcome.wrote,
        "can_undo": can_undo(values),
        **shown_form(values),
    }


def _answer(request: MemberRequest) -> Reply | None:
    wanted = request.GET.get("from_reply", "")
    if not wanted:
        return None
    if (number := read_number(wanted)) is None:
        raise Http404
    return access_machine_reply(request.user, number)
