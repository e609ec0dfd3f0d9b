from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from base.view_decorators import signed_in
from community.access import access_member
from community.queries import notices, threads_of
from community.read_notices import read_notices
from community.requests import MemberRequest
from community.sign_in_link import find_sign_in_link, use_sign_in_link


def profile(request: HttpRequest, name: str) -> HttpResponse:
    member = access_member(name)
    page = threads_of(member, request.user, after=request.GET.get("after"))
    return render(request, "community/profile.html", {"member": member, "page": page})


@signed_in
def notifications(request: MemberRequest) -> HttpResponse:
    return render(request, "community/notifications.html", {"notices": notices(request.user)})


@signed_in
@require_POST
def read_notifications(request: MemberRequest) -> HttpResponse:
    up_to = request.POST.get("up_to", "")
    read_notices(member=request.user, up_to=int(up_to) if up_to.isdecimal() else 0)
    return redirect("community:notifications")


def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button: programs that look at links ahead of people must not use them up."""
    if request.method == "POST":
        member = use_sign_in_link(token=token)
        if member is not None:
            login(request, member, backend="django.contrib.auth.backends.ModelBackend")
            return redirect("community:discover")
    link = find_sign_in_link(token)
    return render(request, "community/sign_in.html", {"link": link}, status=200 if link else 410)
