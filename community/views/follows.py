"""Following: the buttons beside a subject, the list of all, and the link in a mail that stops one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from base.view_decorators import signed_in
from community.follow import MAX_FOLLOWS, TooManyFollows, choose_follows_own, follow, unfollow
from community.follow_link import read_stop_token
from community.follow_queries import follows, level_of, worth_following
from community.follow_subjects import access_subject, subjects_of
from community.forms import FollowForm
from community.models import Follow
from community.requests import MemberRequest


@signed_in
@require_POST
def follow_subject(request: MemberRequest) -> HttpResponse:
    """Follow, watch, mute, or none of it where `level` is empty; back to where the button stood."""
    form = FollowForm(request.POST)
    if not form.is_valid():
        raise Http404
    kind, key, level = form.cleaned_data["kind"], form.cleaned_data["key"], form.cleaned_data["level"]
    if level:
        access_subject(request.user, kind, key)
        try:
            follow(member=request.user, kind=kind, key=key, level=level)
        except TooManyFollows:
            messages.error(
                request,
                _("You follow %(number)d subjects, which is all that fits. Let one go first.") % {"number": MAX_FOLLOWS},
            )
    else:
        unfollow(member=request.user, kind=kind, key=key)
    if request.htmx:
        context = {"kind": kind, "key": key, "level": level_of(request.user, kind, key), "back": form.cleaned_data["back"]}
        return render(request, "components/follow.html", context)
    back = form.cleaned_data["back"]
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_ours else "community:follows")


@signed_in
def list_follows(request: MemberRequest) -> HttpResponse:
    """All that the member follows, with a button beside each; what they may no longer see has no name, but can go."""
    if request.method == "POST":
        choose_follows_own(member=request.user, follows_own=bool(request.POST.get("follows_own")))
        messages.success(request, _("Saved."))
        return redirect("community:follows")
    before = request.GET.get("before", "")
    mine, older = follows(request.user, before=int(before) if before.isdecimal() and len(before) < 19 else None)
    subjects = subjects_of(mine, request.user)
    groups = [
        (Follow.Kind(kind).label, [(one, subjects.get((one.kind, one.key))) for one in mine if one.kind == kind])
        for kind in Follow.Kind
        if any(one.kind == kind for one in mine)
    ]
    context = {
        "groups": groups,
        "older_url": f"?before={older}" if older else "",
        "offered": [] if older or before else worth_following(request.user, mine),
    }
    return render(request, "community/follows.html", context)


@csrf_exempt  # mail programs post here without a cookie; the address is the proof
def stop_follow(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button, as mail programs look at links ahead of people. A thread is muted, the rest unfollowed."""
    named = read_stop_token(token)
    if named is None:
        raise Http404
    member, kind, key = named
    if request.method == "POST":
        if kind == Follow.Kind.THREAD:
            follow(member=member, kind=kind, key=key, level=Follow.Level.MUTED)
        else:
            unfollow(member=member, kind=kind, key=key)
    subject = subjects_of([Follow(kind=kind, key=key)], member).get((kind, key))
    return render(request, "community/stop_follow.html", {"subject": subject, "is_done": request.method == "POST"})
