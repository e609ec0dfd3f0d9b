"""Held posts: wave by wave, or one by one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from base.view_decorators import signed_in
from community.requests import MemberRequest
from moderation.forms import HeldForm
from moderation.held_queries import AT_ONCE, POSTS, held_groups, held_in, held_one, settled_in, settled_lately
from moderation.present import shown_group, shown_hold
from moderation.settle_held import settle_held, undo_settled


@signed_in
def held(request: MemberRequest) -> HttpResponse:
    _only_moderators(request)
    groups, after = held_groups(after=_number(request))
    context = {
        "groups": [shown_group(group) for group in groups],
        "older_url": f"?after={after}" if after else "",
        "settled": settled_lately(request.user),
    }
    return render(request, "moderation/held.html", context)


@signed_in
def group(request: MemberRequest, name: str) -> HttpResponse:
    """Every post of a wave, whole; a wave that is settled is an empty page with the way back."""
    _only_moderators(request)
    holds = held_in(name, after=_number(request), limit=POSTS + 1)
    context = {
        "name": name,
        "holds": [shown_hold(hold) for hold in holds[:POSTS]],
        "last": holds[:POSTS][-1].pk if holds else 0,
        "older_url": f"?after={holds[POSTS - 1].pk}" if len(holds) > POSTS else "",
    }
    return render(request, "moderation/held_group.html", context)


@signed_in
@require_POST
def settle(request: MemberRequest) -> HttpResponse:
    """One post by its number, or a group as far as the moderator saw it: what came later was not looked at."""
    _only_moderators(request)
    form = HeldForm(request.POST)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    if asked["hold"]:
        one = held_one(asked["hold"])
        holds = [one] if one else []
    else:
        holds = held_in(asked["group"], up_to=asked["up_to"], limit=AT_ONCE)
    _settled_as, done = settle_held(holds=holds, by=request.user, is_fine=asked["verb"] == "let_go")
    if not done:
        messages.error(request, _("Somebody was quicker, or the author took it back: nothing of this waits any more."))
    elif asked["verb"] == "let_go":
        messages.success(
            request, ngettext("%(count)d post is let through.", "%(count)d posts are let through.", done) % {"count": done}
        )
    else:
        messages.success(
            request, ngettext("%(count)d post is removed.", "%(count)d posts are removed.", done) % {"count": done}
        )
    return redirect("moderation:held")


@signed_in
@require_POST
def undo(request: MemberRequest, settled_as: UUID) -> HttpResponse:
    _only_moderators(request)
    done = undo_settled(holds=settled_in(settled_as))
    if done:
        messages.success(
            request,
            ngettext("Undone: %(count)d post waits again.", "Undone: %(count)d posts wait again.", done) % {"count": done},
        )
    else:
        messages.error(request, _("There is nothing left to undo here."))
    return redirect("moderation:held")


def _only_moderators(request: MemberRequest) -> None:
    if not request.user.is_moderator:
        raise Http404


def _number(request: MemberRequest) -> int:
    after = request.GET.get("after", "")
    return int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
