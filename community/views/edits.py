"""What authors do to their own words afterwards: edit them, take them back, bring them back; and what became of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from base.text.diff import diff_of_edit
from base.text.language import detect_language
from base.view_decorators import signed_in
from community.access import access_old_reply, access_old_talk, access_old_text, access_own_reply, access_own_talk
from community.draft_forms import waiting_draft
from community.edit_reply import edit_reply
from community.edit_thread import edit_thread
from community.forms import EditReplyForm, EditThreadForm
from community.history import history_page
from community.models import Reply, Thread
from community.pending_edits import pending_of
from community.present import previewed
from community.queries import reply_url
from community.remove_revision import remove_revision
from community.requests import MemberRequest
from community.revisions import EditedMeanwhile, NotOpenToEdit
from community.space_rules import why_no_reply
from community.views.images import form_with_image
from community.views.limited import too_soon
from community.withdraw_reply import restore_reply, withdraw_reply
from community.withdraw_thread import restore_thread, take_back_thread


@signed_in
def edit_talk(request: MemberRequest, pk: int) -> HttpResponse:
    found = access_own_talk(request.user, pk)
    place = f"edit-thread:{pk}"
    draft = waiting_draft(request.user, place, method=request.method or "")
    begun = pending_of(found).first() or found
    initial = {"title": begun.title, "body": begun.body, "revision": found.revision}
    form, is_sent = form_with_image(request, EditThreadForm, initial=initial, draft=draft, member=request.user)
    _heed_rules(request, form, found, is_sent=is_sent)
    if is_sent and form.is_valid() and not too_soon(request, form, "edit"):
        title, body, revision = (form.cleaned_data[name] for name in ("title", "body", "revision"))
        language = detect_language(f"{title}\n{body}")
        try:
            edit_thread(thread=found, by=request.user, revision=revision, title=title, body=body, language=language)
        except EditedMeanwhile:
            found.refresh_from_db()
            return _lost_race(request, form, found, place)
        except NotOpenToEdit:
            messages.error(request, _("This cannot be edited while nobody can read it."))
        return redirect(found)
    return _edit_page(request, form, found, place)


@signed_in
def edit_answer(request: MemberRequest, pk: int) -> HttpResponse:
    found = access_own_reply(request.user, pk)
    place = f"edit-reply:{pk}"
    draft = waiting_draft(request.user, place, method=request.method or "")
    initial = {"body": (pending_of(found).first() or found).body, "revision": found.revision}
    form, is_sent = form_with_image(request, EditReplyForm, initial=initial, draft=draft, member=request.user)
    _heed_rules(request, form, found.thread, is_sent=is_sent)
    if is_sent and form.is_valid() and not too_soon(request, form, "edit"):
        body, revision = form.cleaned_data["body"], form.cleaned_data["revision"]
        try:
            edit_reply(reply=found, by=request.user, revision=revision, body=body, language=detect_language(body))
        except EditedMeanwhile:
            found.refresh_from_db(fields=["body", "revision"])
            return _lost_race(request, form, found, place)
        except NotOpenToEdit:
            messages.error(request, _("This cannot be edited while nobody can read it."))
        return redirect(reply_url(found.thread, found))
    return _edit_page(request, form, found, place)


def _heed_rules(request: MemberRequest, form: Form, thread: Thread, *, is_sent: bool) -> None:
    """Nobody changes anything in a space that is read only, or closed to them."""
    why = "" if thread.state == Thread.State.WITHDRAWN else why_no_reply(thread.space, request.user)
    if why and request.method != "POST":
        raise PermissionDenied(why)
    if why and is_sent:
        form.add_error(None, why)


def _edit_page(request: MemberRequest, form: Form, found: Thread | Reply, place: str, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    context = {
        "form": form,
        "place": place,
        "thread": found if isinstance(found, Thread) else found.thread,
        "back": _address(found),
        "preview": previewed(request),
        **more,
    }
    return render(request, "community/edit.html", context, status=422 if form.errors else status)


def _lost_race(request: MemberRequest, form: Form, now: Thread | Reply, place: str) -> HttpResponse:
    """Both texts: what stands there by now, and in the form what was typed, which can be saved over it."""
    assert isinstance(form, EditReplyForm)
    form.begin_anew_from(now.revision)
    typed = form.cleaned_data
    difference = diff_of_edit(now.body.replace("\r\n", "\n"), typed["body"])
    lost = {"title": getattr(now, "title", ""), "body": now.body, "diff": difference}
    return _edit_page(request, form, now, place, lost=lost, status=409)


def _address(found: Thread | Reply) -> str:
    return found.get_absolute_url() if isinstance(found, Thread) else reply_url(found.thread, found)


@signed_in
@require_POST
def take_back_talk(request: MemberRequest, pk: int) -> HttpResponse:
    """Taken back it is a page with a button that brings it back."""
    found = access_own_talk(request.user, pk)
    if not take_back_thread(thread=found, by=request.user) and found.state == Thread.State.HIDDEN:
        messages.error(request, _("A moderator has hidden this; it is not yours to take back or to bring back."))
    return redirect(found)


@signed_in
@require_POST
def restore_talk(request: MemberRequest, pk: int) -> HttpResponse:
    found = access_own_talk(request.user, pk)
    if restore_thread(thread=found, by=request.user):
        messages.success(request, _("It is back."))
    return redirect(found)


@signed_in
@require_POST
def take_back_answer(request: MemberRequest, pk: int) -> HttpResponse:
    found = access_own_reply(request.user, pk)
    if withdraw_reply(reply=found, by=request.user):
        messages.success(request, _("Your reply is taken back. Only you see the place where it stood, and can bring it back."))
    elif found.state == Thread.State.HIDDEN:
        messages.error(request, _("A moderator has hidden this; it is not yours to take back or to bring back."))
    return redirect(reply_url(found.thread, found))


@signed_in
@require_POST
def restore_answer(request: MemberRequest, pk: int) -> HttpResponse:
    found = access_own_reply(request.user, pk)
    if restore_reply(reply=found, by=request.user):
        messages.success(request, _("It is back."))
    return redirect(reply_url(found.thread, found))


def talk_history(request: HttpRequest, pk: int) -> HttpResponse:
    return _history(request, access_old_talk(request.user, pk))


def answer_history(request: HttpRequest, pk: int) -> HttpResponse:
    return _history(request, access_old_reply(request.user, pk))


def _history(request: HttpRequest, found: Thread | Reply) -> HttpResponse:
    before = request.GET.get("before", "")
    at = int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None
    context = {
        **history_page(found, viewer=request.user, before=at),
        "said": found,
        "thread": found if isinstance(found, Thread) else found.thread,
        "back": _address(found),
    }
    return render(request, "community/history.html", context)


@signed_in
@require_POST
def remove_old_text(request: MemberRequest, pk: int) -> HttpResponse:
    revision = access_old_text(request.user, pk)
    remove_revision(revision=revision, by=request.user)
    messages.success(request, _("That text is gone for good."))
    if revision.thread_id:
        return redirect("community:thread_history", pk=revision.thread_id)
    return redirect("community:reply_history", pk=revision.reply_id)
