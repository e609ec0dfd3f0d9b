"""For those who run the site: the keys of other programs, and where these are told what happens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from base.paging import read_number
from base.view_decorators import signed_in
from community.audit_present import shown_audit
from community.models import Member
from community.opening_queries import audit_entries
from community.requests import MemberRequest
from feedback.access import access_endpoint, access_key_of
from feedback.access_key import create_access_key, revoke_access_key, rotate_access_key
from feedback.models import WebhookEndpoint
from feedback.program_forms import EndpointForm, KeyForm, ReplayForm
from feedback.program_queries import access_keys, deliveries_of, endpoints
from feedback.webhooks import endpoints as verbs
from feedback.webhooks.queue import queue_test, replay_since


def leaders(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for leads and administrators; to everyone else the page is not there."""

    @signed_in
    @never_cache
    @wraps(view)
    def checked(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.role not in {Member.Role.LEAD, Member.Role.ADMIN}:
            raise Http404
        return view(request, *args, **kwargs)

    return checked  # type: ignore[return-value]


@leaders
def keys(request: MemberRequest) -> HttpResponse:
    """Make a key, exchange it or end it. A key is shown once, by the page that answers."""
    action, secret = request.POST.get("action", ""), None
    form = KeyForm(request.POST if action == "make" else None)
    if request.method == "POST" and action in {"rotate", "revoke"}:
        key = access_key_of(request.POST.get("key", ""))
        if action == "revoke":
            revoke_access_key(access_key=key, by=request.user)
            messages.success(request, _("This key opens nothing any more."))
            return redirect("feedback:keys")
        secret = rotate_access_key(access_key=key, by=request.user)
    elif request.method == "POST" and form.is_valid():
        secret = create_access_key(**form.cleaned_data, by=request.user)
        form = KeyForm()
    before = read_number(request.GET.get("before", ""))
    shown, older = access_keys(before=before)
    context = {
        "form": form,
        "secret": secret,
        "keys": shown,
        "older_url": f"?before={older}" if older else "",
        "now": timezone.now(),
        "entries": shown_audit(audit_entries("api_key")),
    }
    return render(request, "feedback/keys.html", context, status=422 if form.errors else 200)


@leaders
def webhooks(request: MemberRequest) -> HttpResponse:
    form = EndpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        endpoint, secret = verbs.create_endpoint(**form.cleaned_data, by=request.user)
        return _page(request, endpoint, secret=secret)
    context = {"form": form, "endpoints": endpoints(), "entries": shown_audit(audit_entries("webhook"))}
    return render(request, "feedback/webhooks.html", context, status=422 if form.errors else 200)


@leaders
def webhook(request: MemberRequest, pk: int) -> HttpResponse:
    """One endpoint: its settings, its secret, what it was told, and that again."""
    endpoint = access_endpoint(pk)
    if request.method != "POST":
        return _page(request, endpoint)
    action = request.POST.get("action", "")
    if action == "change":
        form = EndpointForm(request.POST, named=True)
        if not form.is_valid():
            return _page(request, endpoint, form=form)
        verbs.change_endpoint(endpoint=endpoint, **form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
    elif action == "since":
        replay = ReplayForm(request.POST)
        if not replay.is_valid():
            return _page(request, endpoint, replay=replay)
        count = replay_since(endpoint=endpoint, since=replay.cleaned_data["since"])
        said = ngettext("%(count)d event is told again.", "%(count)d events are told again.", count)
        messages.success(request, said % {"count": count})
    elif action == "rotate":
        return _page(request, endpoint, secret=verbs.rotate_secret(endpoint=endpoint, by=request.user))
    elif action == "remove":
        verbs.remove_endpoint(endpoint=endpoint, by=request.user)
        messages.success(request, _("Removed."))
        return redirect("feedback:webhooks")
    else:
        messages.success(request, _act(request, endpoint, action))
    return redirect("feedback:webhook", endpoint.pk)


def _act(request: MemberRequest, endpoint: WebhookEndpoint, action: str) -> str:
    """Do what a button without fields says, and say that it was done; raises Http404 for none of these."""
    if action == "test":
        queue_test(endpoint=endpoint, key=f"{timezone.now().timestamp():.6f}")
        return _("A test is on its way; the list below says whether it arrived.")
    if action == "disable":
        verbs.disable_endpoint(endpoint=endpoint, why="by_hand", by=request.user)
        return _("Nothing is sent any more.")
    if action == "enable":
        verbs.enable_endpoint(endpoint=endpoint, by=request.user)
        return _("It is told again, first of what waited.")
    number = read_number(action)
    if number is None or not verbs.replay_one(endpoint=endpoint, pk=number):
        raise Http404
    return _("It is told again.")


def _page(
    request: MemberRequest,
    endpoint: WebhookEndpoint,
    *,
    secret: str = "",
    form: EndpointForm | None = None,
    replay: ReplayForm | None = None,
) -> HttpResponse:
    shown, older = deliveries_of(endpoint, before=read_number(request.GET.get("before", "")))
    initial = {"url": endpoint.url, "events": endpoint.events}
    context = {
        "endpoint": endpoint,
        "secret": secret,
        "form": form or EndpointForm(initial=initial, named=True),
        "replay": replay or ReplayForm(),
        "deliveries": shown,
        "older_url": f"?before={older}" if older else "",
        "now": timezone.now(),
    }
    return render(request, "feedback/webhook.html", context, status=422 if form or replay else 200)
