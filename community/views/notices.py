from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from base.paging import read_number
from base.view_decorators import signed_in
from community.channels import mail_address, matrix
from community.channels_form import ChannelsForm, PushForm, name_of, why_no_mail
from community.choose_channels import choose_channels
from community.digest import digest_of
from community.features import feature
from community.feed_key import feed_token
from community.plan_digest import plan_digest
from community.queries import browsers, digest_plan, notices, spaces
from community.read_notices import read_notices
from community.requests import MemberRequest
from community.subscribe_push import subscribe_push, unsubscribe_push
from community.unsubscribe import unsubscribe
from community.unsubscribe_link import read_unsubscribe_token
from community.vapid import public_key

LAST_SECOND = 5e9  # in the year 2128; a time zone cannot be applied to the first and last days that Python knows


@signed_in
def notifications(request: MemberRequest) -> HttpResponse:
    shown, older = notices(request.user, before=read_number(request.GET.get("before", "")))
    older_url = f"?before={older}" if older else ""
    return render(request, "community/notifications.html", {"notices": shown, "older_url": older_url})


@signed_in
@require_POST
def read_notifications(request: MemberRequest) -> HttpResponse:
    since, up_to = (read_number(request.POST.get(name, "")) or 0 for name in ("since", "up_to"))
    read_notices(member=request.user, since=since, up_to=up_to)
    return redirect("community:notifications")


@signed_in
def channels(request: MemberRequest) -> HttpResponse:
    member = request.user
    plan = digest_plan(member)
    initial = {name_of(event, channel): is_on for (event, channel), is_on in matrix(member).items()}
    form = ChannelsForm(request.POST or None, initial={**initial, "every": plan.every})
    if request.method == "POST" and form.is_valid():
        choose_channels(member=member, chosen=form.chosen())
        plan_digest(member=member, every=form.cleaned_data["every"])
        messages.success(request, _("Saved. From now on you are told this way."))
        return redirect("community:channels")
    no_mail = why_no_mail(has_mail=settings.HAS_MAIL, address=mail_address(member))
    token = feed_token(member)
    own_feed = settings.SITE_ADDRESS + reverse("community:own_feed", args=[token, "atom"]) if token else ""
    context = {"form": form, "plan": plan, "no_mail": no_mail, "own_feed": own_feed, "spaces": spaces(AnonymousUser())}
    context |= {"push_form": PushForm(), "push_key": public_key(), "browsers": browsers(member)}
    return render(request, "community/channels.html", context)


@csrf_exempt
def stop_mails(request: HttpRequest, token: str) -> HttpResponse:
    """What `List-Unsubscribe` names (RFC 8058): mail programs POST without a session, so the signed link is the right to it.
    A GET only shows a button, since programs look at links ahead of people."""
    found = read_unsubscribe_token(token)
    if found is None:
        return render(request, "community/unsubscribe.html", status=404)
    member, event = found
    if request.method == "POST":
        unsubscribe(member=member, event=event)
    context = {"event_label": event.label, "done": request.method == "POST"}
    return render(request, "community/unsubscribe.html", context)


@signed_in
def digest(request: MemberRequest) -> HttpResponse:
    """What a digest said, of what is still open to the member; the times are seconds since 1970."""
    try:
        seconds = [float(request.GET[name]) for name in ("since", "until")]
    except (KeyError, ValueError):
        raise Http404 from None
    if not all(0 <= one < LAST_SECOND for one in seconds):
        raise Http404
    since, until = (datetime.fromtimestamp(one, tz=UTC) for one in seconds)
    found = digest_of(request.user, since, until)
    return render(request, "community/digest.html", {"digest": found, "since": since, "until": until})


@signed_in
@require_POST
def push_here(request: MemberRequest) -> HttpResponse:
    if not feature("web_push", request):
        raise Http404
    form = PushForm(request.POST)
    if form.is_valid():
        subscribe_push(member=request.user, browser=request.headers.get("User-Agent", ""), **form.cleaned_data)
        messages.success(request, _("This browser is told from now on."))
    else:
        why = [str(error) for errors in form.errors.values() for error in errors]
        messages.error(request, " ".join(why))
    return redirect("community:channels")


@signed_in
@require_POST
def push_no_more(request: MemberRequest, pk: int) -> HttpResponse:
    unsubscribe_push(member=request.user, pk=pk)
    return redirect("community:channels")


def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, since a worker's scope is its own folder."""
    return render(request, "community/sw.js", content_type="text/javascript")
