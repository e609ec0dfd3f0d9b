from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest

from community.models import Member


def begin_session(*, request: HttpRequest, member: Member) -> None:
    """Sign the member in by a link, and list the session among theirs, as allauth does for those it begins."""
    login(request, member, backend="django.contrib.auth.backends.ModelBackend")
    if request.user.is_authenticated:
        UserSession.objects.create_from_request(request)
