from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from base.text.language import detect_language
from base.view_decorators import signed_in
from community.access import access_thread
from community.forms import ReplyForm, ThreadForm
from community.models import Reply, Thread
from community.queries import REPLY_PAGE, has_voted, replies
from community.reply import reply as submit_reply
from community.requests import MemberRequest
from community.submit_thread import submit_thread
from community.vote import take_back_vote, vote


def thread(request: HttpRequest, pk: int) -> HttpResponse:
    found = access_thread(request.user, pk)
    if found.is_report:
        return redirect(found)
    return render(request, "community/thread.html", talk(request, found) | {"thread": found})


def talk(request: HttpRequest, found: Thread) -> dict[str, object]:
    """What the lower half of a page shows of a thread its reader may see: replies, the voice given, the form to answer."""
    after = request.GET.get("after", "")
    said = replies(found, request.user, after=int(after) if after.isdecimal() else 0)
    return {
        "replies": said,
        "more_after": said[-1].pk if len(said) == REPLY_PAGE else None,
        "has_voted": has_voted(found, request.user),
        "reply_form": ReplyForm(),
    }


@signed_in
def new_thread(request: MemberRequest) -> HttpResponse:
    form = ThreadForm(request.POST or None, initial={"space": request.GET.get("space")})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        submitted = submit_thread(
            author=request.user,
            space=words["space"],
            title=words["title"],
            body=words["body"],
            language=detect_language(f"{words['title']}\n{words['body']}"),
        )
        return redirect(submitted)
    return render(request, "community/new_thread.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_POST
def reply(request: MemberRequest, pk: int) -> HttpResponse:
    found = access_thread(request.user, pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return render(request, "community/reply.html", {"thread": found, "form": form}, status=422)
    parent = Reply.objects.filter(thread=found, pk=form.cleaned_data["parent"] or 0).first()
    body = form.cleaned_data["body"]
    said = submit_reply(thread=found, author=request.user, body=body, parent=parent, language=detect_language(body))
    return redirect(f"{found.get_absolute_url()}#reply-{said.pk}")


@signed_in
@require_POST
def give_vote(request: MemberRequest, pk: int) -> HttpResponse:
    """One button: a voice where there was none, and taken back where there was one."""
    found = access_thread(request.user, pk)
    if request.POST.get("take_back"):
        take_back_vote(thread=found, member=request.user)
    else:
        vote(thread=found, member=request.user)
    if request.htmx:
        found.refresh_from_db(fields=["vote_count"])
        context = {"thread": found, "has_voted": has_voted(found, request.user)}
        return render(request, "community/vote_fragment.html", context)
    return redirect(found)
