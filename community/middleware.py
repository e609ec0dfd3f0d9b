"""Times as the member reads them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from community.models import Member
from community.reader import zone_of


def member_time_zone(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Activate the member's time zone while their request is answered. Needs sessions; costs a stranger no query."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        user = request.user
        with timezone.override(zone_of(user) if isinstance(user, Member) else None):
            return get_response(request)

    return answer
