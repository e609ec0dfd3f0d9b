"""What every page shows of its reader."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from community.models import Member
from community.queries import unread_count


def unread(request: HttpRequest) -> dict[str, object]:
    """`unread_count`, asked for only where a template shows it."""
    user = getattr(request, "user", None)
    return {"unread_count": SimpleLazyObject(lambda: unread_count(user)) if isinstance(user, Member) else 0}
