from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from community.audit import audit
from community.models import Member
from feedback.models import AccessKey

SCOPES = ("reports:write", "reports:read", "datasets:read")

GRACE = timedelta(days=7)  # for programs to be given the new key


class UnknownScope(ValueError):
    """A scope that does not exist; the message names those that do."""


@transaction.atomic
def create_access_key(*, name: str, scopes: list[str], by: Member | None = None) -> str:
    """Make a key for the REST interface and give it back, this once. Raises `UnknownScope`, or IntegrityError for a name
    that is taken. Without `by` it was made at the command line."""
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise UnknownScope(f"unknown scope {', '.join(unknown)}: choose from {', '.join(SCOPES)}")
    key = new_key()
    AccessKey.objects.create(name=name, prefix=key[:8], key_sha256=sha256(key), scopes=scopes)
    _note(by, name, {"made": True, "scopes": ", ".join(scopes)})
    return key


@transaction.atomic
def rotate_access_key(*, access_key: AccessKey, by: Member) -> str | None:
    """Another key of the same name and scopes, shown this once; the one before works for `GRACE` still. None for a key that
    was revoked."""
    row = AccessKey.objects.select_for_update().filter(pk=access_key.pk, revoked_at=None).first()
    if row is None:
        return None
    key = new_key()
    row.old_sha256, row.old_until = row.key_sha256, timezone.now() + GRACE
    row.prefix, row.key_sha256 = key[:8], sha256(key)
    row.save(update_fields=["old_sha256", "old_until", "prefix", "key_sha256"])
    _note(by, row.name, {"rotated": True})
    return key


@transaction.atomic
def revoke_access_key(*, access_key: AccessKey, by: Member) -> bool:
    """From now on neither the key nor the one before it opens anything. False where that was done before."""
    if not AccessKey.objects.filter(pk=access_key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        return False
    _note(by, access_key.name, {"ended": True})
    return True


def find_access_key(key: str) -> AccessKey | None:
    """The key, unless it was revoked; its last day of use is noted."""
    hashed = sha256(key)
    is_it = Q(key_sha256=hashed) | Q(old_sha256=hashed, old_until__gt=timezone.now())
    found = AccessKey.objects.filter(is_it, revoked_at=None).first()
    if found is not None:
        today = timezone.now().date()
        AccessKey.objects.filter(pk=found.pk).filter(Q(last_used_on=None) | Q(last_used_on__lt=today)).update(
            last_used_on=today
        )
    return found


def _note(by: Member | None, name: str, after: dict[str, object]) -> None:
    if by is not None:
        audit(by=by, subject="api_key", name=name, before={}, after=after)


def new_key() -> str:
    return f"hl_{secrets.token_urlsafe(32)}"


def sha256(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
