from __future__ import annotations

import hashlib
import secrets

from django.db.models import Q
from django.utils import timezone

from feedback.models import AccessKey

SCOPES = ("reports:write", "reports:read", "datasets:read")


class UnknownScope(ValueError):
    """A scope that does not exist; the message names those that do."""


def create_access_key(*, name: str, scopes: list[str]) -> str:
    """Make a key for the REST interface and give it back, this once. Raises `UnknownScope`, or IntegrityError for a name
    that is taken."""
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise UnknownScope(f"unknown scope {', '.join(unknown)}: choose from {', '.join(SCOPES)}")
    key = f"hl_{secrets.token_urlsafe(32)}"
    AccessKey.objects.create(name=name, prefix=key[:8], key_sha256=sha256(key), scopes=scopes)
    return key


def find_access_key(key: str) -> AccessKey | None:
    """The key, unless it was revoked; its last day of use is noted."""
    found = AccessKey.objects.filter(key_sha256=sha256(key), revoked_at=None).first()
    if found is not None:
        today = timezone.now().date()
        AccessKey.objects.filter(pk=found.pk).filter(Q(last_used_on=None) | Q(last_used_on__lt=today)).update(
            last_used_on=today
        )
    return found


def sha256(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
