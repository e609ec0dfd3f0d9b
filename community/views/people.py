from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from community.access import access_member
from community.begin_session import begin_session
from community.credit_queries import badges_of, credit_of
from community.follow_queries import level_of
from community.languages import remember_language
from community.queries import threads_of
from community.sign_in_link import find_sign_in_link, use_sign_in_link
from community.standing_present import LEVEL_NAMES, outcomes, shown_badges
from community.trust import level_of as trust_of


def profile(request: HttpRequest, name: str) -> HttpResponse:
    member = access_member(name)
    page = threads_of(member, request.user, after=request.GET.get("after"))
    older_url = f"?after={page.after}" if page.after else ""
    level = level_of(request.user, "person", member.pk)
    context = {"member": member, "page": page, "older_url": older_url, "level": level}
    context |= {"badges": shown_badges(badges_of(member, request.user)), "outcomes": outcomes(credit_of(member))}
    context |= {"level_name": LEVEL_NAMES[trust_of(member)]}
    return render(request, "community/profile.html", context)


def sign_in(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button: programs that look at links ahead of people must not use them up."""
    if request.method == "POST":
        member = use_sign_in_link(token=token)
        if member is not None:
            begin_session(request=request, member=member)
            response = redirect("community:discover")
            remember_language(response, member)
            return response
    link = find_sign_in_link(token)
    return render(request, "community/sign_in.html", {"link": link}, status=200 if link else 410)
