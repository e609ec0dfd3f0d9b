"""What a view behind `signed_in` is given."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from community.models import Member


class MemberRequest(HttpRequest):
    """A request whose user is a member, for the type checker; Django makes no such object."""

    user: Member
    htmx: HtmxDetails
