from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from base.text.language import detect_language
from base.view_decorators import signed_in
from community.access import access_thread, may_retag, taken_back_thread
from community.assistant_queries import asked_by
from community.draft_forms import waiting_draft
from community.forms import ReplyForm, ReproductionForm, ThreadForm
from community.history import changes_of
from community.mentions import names_called
from community.models import AssistantRequest, Member, Thread
from community.present import previewed, shown_replies, shown_reply, why_not_here
from community.queries import REPLY_PAGE, accepted_answer, beside, has_voted, key_of, read_key, replies, reply_url
from community.reply import reply as submit_reply
from community.reproduce import reproduce as submit_reproduction
from community.requests import MemberRequest
from community.space_rules import why_no_reply
from community.submit_thread import submit_thread
from community.views.images import form_with_image
from community.views.limited import later, limited, too_soon
from community.vote import take_back_vote, vote


def thread(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        found = access_thread(request.user, pk)
    except Http404:
        if (gone := taken_back_thread(request.user, pk)) is None:
            raise
        return render(request, "community/taken_back.html", {"thread": gone})
    if found.is_report:
        return redirect(found)
    return render(request, "community/thread.html", talk(request, found) | {"thread": found})


def talk(request: HttpRequest, found: Thread, asked: list[AssistantRequest] | None = None) -> dict[str, object]:
    """What the lower half of a thread's page shows: its answer, the replies, the voice given, and the form to answer. `asked`:
    what the reader asked the assistant there, where that has been read along."""
    # asked before the replies are read, so that an answer which comes between the two is not missed
    if asked is None:
        asked = asked_by(request.user, found.pk) if isinstance(request.user, Member) else []
    after, at = (read_key(request.GET.get(name, "")) for name in ("after", "at"))
    said = replies(found, request.user, after=after, at=at)
    accepted = accepted_answer(found, request.user, said)
    texts = [found.body, *(one.body for one in said), *([accepted.body] if accepted else [])]
    own = beside(found, request.user, names_called(texts))
    members = own.members
    shown = shown_replies(said, viewer=request.user, thread=found, members=members)
    for one, words in zip(shown, said, strict=True):
        if edit := own.pending.get(words.pk):
            one["pending"] = changes_of(edit, words)
    return {
        "answer": shown_reply(accepted, viewer=request.user, thread=found, members=members) if accepted else None,
        "replies": shown,
        "pending": changes_of(own.pending[0], found) if 0 in own.pending else None,
        "members": members,
        "more_after": key_of(said[-1]) if len(said) == REPLY_PAGE else None,
        "is_later": bool(after or at),
        "has_voted": own.voted,
        "may_retag": isinstance(request.user, Member) and may_retag(request.user, found.author_id),
        "level": own.level,
        "reply_form": ReplyForm(draft=own.draft),
        "reply_place": f"reply:{found.pk}",
        "is_own_talk": found.author == request.user and not found.is_report,
        "related": own.related,
        "why_no_reply": why_not_here(found, request.user),
        "asked_assistant": asked,
    }


@signed_in
def new_thread(request: MemberRequest) -> HttpResponse:
    draft = waiting_draft(request.user, "thread", method=request.method or "")
    initial = {"space": request.GET.get("space")}
    form, is_sent = form_with_image(request, ThreadForm, initial=initial, draft=draft, member=request.user)
    wait = 0
    if is_sent and form.is_valid() and not (wait := too_soon(request, form, "thread")):
        words = form.cleaned_data
        submitted = submit_thread(
            author=request.user,
            space=words["space"],
            title=words["title"],
            body=words["body"],
            tags=words["tags"],
            language=detect_language(f"{words['title']}\n{words['body']}"),
            form_id=words["form_id"],
        )
        return redirect(submitted)
    context = {"form": form, "preview": previewed(request)}
    return later(render(request, "community/new_thread.html", context, status=422 if form.errors else 200), wait)


@signed_in
@require_POST
def reply(request: MemberRequest, pk: int) -> HttpResponse:
    found = access_thread(request.user, pk)
    form, is_sent = form_with_image(request, ReplyForm, member=request.user)
    wait = 0
    if is_sent and (why := why_no_reply(found.space, request.user)):
        form.add_error(None, why)
    if not is_sent or not form.is_valid() or (wait := too_soon(request, form, "reply")):
        context = {"thread": found, "form": form, "reply_place": f"reply:{pk}", "preview": previewed(request)}
        return later(render(request, "community/reply.html", context, status=422 if form.errors else 200), wait)
    body, form_id = form.cleaned_data["body"], form.cleaned_data["form_id"]
    said = submit_reply(thread=found, author=request.user, body=body, language=detect_language(body), form_id=form_id)
    return redirect(reply_url(found, said))


@signed_in
def reproduce(request: MemberRequest, pk: int) -> HttpResponse:
    """Below a report: "it does the same to me", with the version and a line on it."""
    found = access_thread(request.user, pk, is_report=True)
    form = ReproductionForm(request.POST or None, initial={"reproduced_on": found.model_label}, member=request.user)
    wait = 0
    if why := why_no_reply(found.space, request.user):
        if request.method != "POST":
            raise PermissionDenied(why)
        form.add_error(None, why)
    if request.method == "POST" and form.is_valid() and not (wait := too_soon(request, form, "reply")):
        words = form.cleaned_data
        said = submit_reproduction(thread=found, member=request.user, language=detect_language(words["body"]), **words)
        return redirect(reply_url(found, said))
    context = {"thread": found, "form": form}
    return later(render(request, "community/reproduce.html", context, status=422 if form.errors else 200), wait)


@signed_in
@require_POST
@limited("vote")
def give_vote(request: MemberRequest, pk: int) -> HttpResponse:
    """One button: a voice where there was none, and taken back where there was one."""
    found = access_thread(request.user, pk)
    if why := why_no_reply(found.space, request.user):
        raise PermissionDenied(why)
    if request.POST.get("take_back"):
        take_back_vote(thread=found, member=request.user)
    else:
        vote(thread=found, member=request.user)
    if request.htmx:
        found.refresh_from_db(fields=["vote_count"])
        context = {"thread": found, "has_voted": has_voted(found, request.user), "just_voted": True}
        return render(request, "community/vote_fragment.html", context)
    return redirect(found)
