"""Levels and badges: one's own, everybody's, and what a moderator pins."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from base.view_decorators import signed_in
from community.badges import BY_CODE
from community.close_welcome import close_welcome
from community.credit_queries import credit_of, holders, pin_of
from community.models import Member
from community.pin_trust import pin_trust, unpin_trust
from community.requests import MemberRequest
from community.settings_forms import PinForm
from community.standing_present import all_badges, levels, still_wanting


@signed_in
def standing(request: MemberRequest) -> HttpResponse:
    member = request.user
    context = {"levels": levels(member), "wanting": still_wanting(member, credit_of(member)), "pin": pin_of(member)}
    return render(request, "community/settings_standing.html", context)


def badges(request: HttpRequest) -> HttpResponse:
    return render(request, "community/badges.html", {"badges": all_badges()})


def badge(request: HttpRequest, code: str) -> HttpResponse:
    """Who has it, newest first."""
    if code not in BY_CODE:
        raise Http404
    before = request.GET.get("before", "")
    is_number = before.isascii() and before.isdecimal() and len(before) < 19
    awards, older = holders(code, before=int(before) if is_number else None)
    context = {"badge": BY_CODE[code], "awards": awards, "older_url": f"?before={older}" if older else ""}
    return render(request, "community/badge_holders.html", context)


@signed_in
def pin(request: MemberRequest, pk: int) -> HttpResponse:
    """A moderator keeps somebody at a level, or lets the figures speak again."""
    if not request.user.is_moderator:
        raise Http404
    member = get_object_or_404(Member, pk=pk, is_active=True)
    if request.method == "POST" and request.POST.get("unpin"):
        unpin_trust(member=member)
        messages.success(request, _("The figures say their level again."))
        return redirect("community:profile", member.username)
    form = PinForm(request.POST or None, initial={"level": member.trust})
    if request.method == "POST" and form.is_valid():
        pin_trust(member=member, level=int(form.cleaned_data["level"]), by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Pinned: within seconds their level is this one."))
        return redirect("community:profile", member.username)
    context = {"member": member, "pin": pin_of(member), "form": form}
    return render(request, "community/pin_trust.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def end_welcome(request: MemberRequest) -> HttpResponse:
    close_welcome(member=request.user)
    return redirect("community:discover")
