from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from structlog.contextvars import get_contextvars

from base.paging import read_number
from base.view_decorators import signed_in
from community.access import access_space
from community.draft_forms import first_values, waiting_draft
from community.models import Reply
from community.requests import MemberRequest
from community.space_rules import why_no_talk
from community.views.images import form_with_image
from community.views.limited import later, too_soon
from feedback.forms import ComposeForm
from feedback.from_reply import access_machine_reply, begun_report, is_from_closed
from feedback.queries import last_choices
from feedback.submit_report import submit_report


@signed_in
def compose(request: MemberRequest) -> HttpResponse:
    """One report by hand; with `from_reply`, about an answer of the assistant, whose conversation is there already."""
    answer = _answer(request)
    begun = last_choices(request.user) | (begun_report(answer) if answer else {})
    why = why_no_talk(access_space(request.user, "reports"), request.user)
    draft = None if answer else waiting_draft(request.user, "report", method=request.method or "")
    begun |= first_values(draft)
    form, is_sent = form_with_image(request, ComposeForm, initial=begun, member=request.user)
    wait = 0
    if why and is_sent:
        form.add_error(None, why)
    if is_sent and form.is_valid() and not (wait := too_soon(request, form, "report")):
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
        return redirect(report.thread)
    context = {"form": form, "why_not": why, "answer": answer, "draft": draft}
    context["is_closed"] = answer is not None and is_from_closed(answer)
    return later(render(request, "feedback/compose.html", context, status=422 if form.errors else 200), wait)


def _answer(request: MemberRequest) -> Reply | None:
    wanted = request.GET.get("from_reply", "")
    if not wanted:
        return None
    if (number := read_number(wanted)) is None:
        raise Http404
    return access_machine_reply(request.user, number)
