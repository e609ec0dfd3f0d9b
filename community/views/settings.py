"""What a member settles for themselves: who they are here, how they sign in, what becomes of their words."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from base.view_decorators import signed_in
from community.change_settings import change_settings
from community.end_session import end_session
from community.erase_member import LastAdministrator, leave
from community.export_member import export_member
from community.languages import remember_language
from community.requests import MemberRequest
from community.settings_forms import LeaveForm, SettingsForm
from community.views.too_many import too_many


@signed_in
def profile(request: MemberRequest) -> HttpResponse:
    member = request.user
    initial = {
        "language": member.language,
        "time_zone": member.time_zone,
        "about": member.about,
        "assistant_may_answer": member.assistant_may_answer,
    }
    form = SettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        change_settings(member=member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        response = redirect("community:settings")
        remember_language(response, member)
        return response
    return render(request, "community/settings.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@never_cache
def sign_in(request: MemberRequest) -> HttpResponse:
    """All ways in, each with the one thing to do about it."""
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "has_codes": Authenticator.Type.TOTP in kinds,
        "has_recovery_codes": Authenticator.Type.RECOVERY_CODES in kinds,
        "sessions": UserSession.objects.filter(user=request.user).count(),
        "has_single_sign_on": settings.HAS_SINGLE_SIGN_ON,
    }
    return render(request, "community/settings_sign_in.html", context)


@signed_in
@require_POST
def end_one_session(request: MemberRequest, pk: int) -> HttpResponse:
    if not end_session(member=request.user, session_id=pk):
        raise Http404
    messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")


@signed_in
def privacy(request: MemberRequest) -> HttpResponse:
    return render(request, "community/settings_privacy.html")


@signed_in
@require_POST
def export(request: MemberRequest) -> HttpResponseBase:
    if not ratelimit.consume(request, action="export_member"):
        return too_many(request)
    name = f"huiliu-{request.user.pk}-{timezone.now():%Y-%m-%d}.zip"
    response = FileResponse(export_member(member=request.user), as_attachment=True, filename=name)
    response["Cache-Control"] = "no-store"
    return response


@sensitive_post_parameters("password")
@signed_in
@never_cache
def leave_for_good(request: MemberRequest, how: str) -> HttpResponse:
    """`how`: "anonymous" leaves the words, "erase" takes them along."""
    if how not in {"anonymous", "erase"}:
        raise Http404
    if not ratelimit.consume(request, action="leave"):
        return too_many(request)
    if not request.user.has_usable_password():
        raise_if_reauthentication_required(request, app="allauth.mfa")
    form = LeaveForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        return _leave(request, erase=how == "erase")
    context = {"form": form, "erase": how == "erase"}
    return render(request, "community/settings_leave.html", context, status=422 if form.errors else 200)


def _leave(request: MemberRequest, *, erase: bool) -> HttpResponse:
    try:
        leave(member=request.user, erase=erase)
    except LastAdministrator:
        messages.error(request, _("You are the only administrator. Make another one first, then you can leave."))
        return redirect("community:settings_privacy")
    logout(request)
    told = _("Your account is closed, and what you wrote is gone.") if erase else _("Your account is closed.")
    messages.success(request, told)
    return redirect("community:discover")
