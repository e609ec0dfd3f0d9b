"""Times as the member reads them, and the door of a site that only members read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from base.view_decorators import give_back
from community.models import Member, SiteMode
from community.reader import zone_of
from community.site_rules import site_rules


def member_time_zone(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Activate the member's time zone while their request is answered. Needs sessions; costs a stranger no query.

    What a member is answered is marked as theirs alone.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        with timezone.override(zone_of(user) if isinstance(user, Member) else None):
            response = get_response(request)
        if isinstance(user, Member) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private"  # what a member reads is kept by no cache between
        return response

    return answer


# What somebody without an account is shown where only members read: signing in, joining, and what holds a secret of its own.
FOR_VISITORS = {
    *("healthz", "readyz", "metrics", "set_language"),
    *("community:service_worker", "community:sign_in", "community:join", "community:waiting", "community:place"),
    *("community:own_feed", "community:unsubscribe"),
}
MODULES_FOR_VISITORS = ("allauth.", "rest_framework.", "drf_spectacular.", "feedback.api.", "tuning.api.")


class MembersOnly:
    """Where only members read, every page but `FOR_VISITORS` asks visitors to sign in. A new page is closed from the start."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponseBase | None:
        if request.user.is_authenticated or site_rules(request).reading != SiteMode.Reading.MEMBERS:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in FOR_VISITORS or view.__module__.startswith(MODULES_FOR_VISITORS):
            return None
        if name.endswith("_feed"):
            raise Http404
        if request.method == "POST":
            return give_back(request, signed_out=True)
        return redirect_to_login(request.get_full_path())
