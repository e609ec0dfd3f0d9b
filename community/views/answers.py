"""What is done to one reply: answer it, vote for it, mark it as the answer."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from base.text.language import detect_language
from base.view_decorators import signed_in
from community.accept_answer import accept_answer, take_back_answer
from community.access import access_reply
from community.draft_forms import waiting_draft
from community.forms import ReplyForm
from community.models import Reply
from community.present import previewed, quote
from community.queries import reply_url
from community.reply import reply as submit_reply
from community.requests import MemberRequest
from community.space_rules import why_no_reply
from community.views.images import form_with_image
from community.views.limited import later, limited, too_soon
from community.vote_for_reply import take_back_vote_for_reply, vote_for_reply


@signed_in
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """The form under one reply, its words quoted; a page of its own, or a piece of the thread's page for htmx."""
    found = access_reply(request.user, pk)
    draft = waiting_draft(request.user, f"answer:{pk}", method=request.method or "")
    initial = {"body": quote(found)}
    form, is_sent = form_with_image(request, ReplyForm, initial=initial, draft=draft, member=request.user)
    wait = 0
    if why := why_no_reply(found.thread.space, request.user):
        if request.method != "POST":
            raise PermissionDenied(why)
        if is_sent:
            form.add_error(None, why)  # the words come back
    if is_sent and form.is_valid() and not (wait := too_soon(request, form, "reply")):
        body = form.cleaned_data["body"]
        said = submit_reply(
            thread=found.thread,
            author=request.user,
            body=body,
            parent=found,
            language=detect_language(body),
            form_id=form.cleaned_data["form_id"],
        )
        return redirect(reply_url(found.thread, said))
    template = "community/answer_form.html" if request.htmx else "community/answer.html"
    context = {
        "thread": found.thread,
        "answered": found,
        "answer_place": f"answer:{pk}",
        "form": form,
        "preview": previewed(request),
    }
    return later(render(request, template, context, status=422 if form.errors else 200), wait)


@signed_in
@require_POST
@limited("vote")
def give_vote(request: MemberRequest, pk: int) -> HttpResponse:
    """One button: a voice where there was none, and taken back where there was one."""
    found = _writable(request, pk)
    takes_back = bool(request.POST.get("take_back"))
    (take_back_vote_for_reply if takes_back else vote_for_reply)(reply=found, member=request.user)
    if request.htmx:
        found.refresh_from_db(fields=["vote_count"])
        return render(request, "community/reply_vote.html", {"said": found, "pressed": not takes_back})
    return redirect(reply_url(found.thread, found))


@signed_in
@require_POST
def accept(request: MemberRequest, pk: int) -> HttpResponse:
    """Whoever asked, or a moderator, says what the answer is, or that it is none after all."""
    found = _writable(request, pk)
    if found.thread.author != request.user and not request.user.is_moderator:
        raise PermissionDenied
    if request.POST.get("take_back"):
        take_back_answer(reply=found)
    else:
        accept_answer(reply=found, by=request.user)
    return redirect(reply_url(found.thread, found))


def _writable(request: MemberRequest, pk: int) -> Reply:
    """The reply, where the space lets the member do something to it; raises PermissionDenied that says why not."""
    found = access_reply(request.user, pk)
    if why := why_no_reply(found.thread.space, request.user):
        raise PermissionDenied(why)
    return found
