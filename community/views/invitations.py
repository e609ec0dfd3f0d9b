"""Invitations of a member, and for moderators the tree of who came by whom."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from base.view_decorators import signed_in
from community.access import access_member
from community.grant_invitations import grant_invitations
from community.invitations import came_by, invitations_left, invitations_of, own_invitation, shown_branch
from community.invite import NoneLeft, invite
from community.models import Member
from community.opening_forms import GrantForm, InviteForm
from community.requests import MemberRequest
from community.revoke_invitations import revoke_branch, revoke_invitation
from community.views.too_many import too_many


@signed_in
@never_cache
def invitations(request: MemberRequest) -> HttpResponse:
    """Make one, whose link is shown once; end one; see who came."""
    left, link = invitations_left(request.user), ""
    form = InviteForm(request.POST or None, left=left)
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="invite"):
            return too_many(request)
        try:
            link = request.build_absolute_uri(invite(inviter=request.user, **form.cleaned_data))
            form, left = InviteForm(left=invitations_left(request.user)), invitations_left(request.user)
        except NoneLeft:
            form.add_error("max_uses", _("You have none left."))
    context = {
        "form": form,
        "link": link,
        "left": left,
        "invitations": invitations_of(request.user),
        "came": came_by(request.user),
    }
    return render(request, "community/invitations.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = own_invitation(request.user, pk)
    if invitation is None:
        raise Http404
    revoke_invitation(invitation=invitation)
    messages.success(request, _("This invitation lets nobody in any more."))
    return redirect("community:invitations")


@signed_in
@never_cache
def invited(request: MemberRequest, name: str) -> HttpResponse:
    """For moderators: by whom somebody came, and who came by them; ends all open invitations of that branch in one step."""
    if not request.user.is_moderator:
        raise Http404
    member = access_member(name)
    is_admin = request.user.role == Member.Role.ADMIN
    form = GrantForm(request.POST if "count" in request.POST else None)
    if request.method == "POST" and "revoke" in request.POST:
        count = revoke_branch(root=member, by=request.user)
        said = ngettext("%(count)s open invitation is ended.", "%(count)s open invitations are ended.", count)
        messages.success(request, said % {"count": count})
        return redirect("community:invited", name)
    if request.method == "POST" and is_admin and form.is_valid():
        grant_invitations(member=member, count=form.cleaned_data["count"], by=request.user)
        messages.success(request, _("Given."))
        return redirect("community:invited", name)
    context = {"member": member, "branch": shown_branch(member), "form": form if is_admin else None}
    return render(request, "community/invited.html", context, status=422 if form.errors else 200)
