from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from feedback.models import AccessKey, WidgetKey

PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9.-]+|\[[0-9a-f:]+\]")


class NoOrigin(ValueError):
    """What was named is no origin, which is a scheme, a name and perhaps a port, and nothing more."""


@transaction.atomic
def create_widget_key(*, name: str, origins: Sequence[str]) -> WidgetKey:
    """Make a key for the pages of `origins`. Raises `NoOrigin`, or IntegrityError for a name that is taken."""
    allowed = origins_of(origins)
    key = f"hw_{secrets.token_urlsafe(18)}"
    nobody = hashlib.sha256(secrets.token_bytes(32)).hexdigest()  # of a key that nobody has: the REST interface stays closed
    access_key = AccessKey.objects.create(name=f"widget {name}", prefix=key[:8], key_sha256=nobody, scopes=[])
    return WidgetKey.objects.create(access_key=access_key, key=key, origins=allowed)


@transaction.atomic
def change_widget_key(
    *, name: str, origins: Sequence[str] | None = None, new_secret: bool = False, revoked: bool | None = None
) -> WidgetKey:
    """Give a key other origins or another secret, revoke it or bring it back. Raises `NoOrigin`, `WidgetKey.DoesNotExist`."""
    found = (
        WidgetKey.objects.select_for_update(of=("self",)).select_related("access_key").get(access_key__name=f"widget {name}")
    )
    if origins is not None:
        found.origins = origins_of(origins)
    if new_secret:
        found.secret_number += 1
    found.save(update_fields=["origins", "secret_number"])
    if revoked is not None and revoked != bool(found.access_key.revoked_at):
        found.access_key.revoked_at = timezone.now() if revoked else None
        found.access_key.save(update_fields=["revoked_at"])
    return found


def find_widget_key(key: str) -> WidgetKey | None:
    """The key, unless it was revoked."""
    return WidgetKey.objects.filter(key=key, access_key__revoked_at=None).select_related("access_key").first()


def secrets_of(key: WidgetKey) -> list[str]:
    """What the page's server may have signed with; the first is the one to give it.

    Each is derived from SECRET_KEY or one of its fallbacks, and stored nowhere: a copy of the database signs for nobody.
    """
    return [
        salted_hmac("huiliu widget", f"{key.key}:{key.secret_number}", secret=secret, algorithm="sha256").hexdigest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


def origins_of(written: Sequence[str]) -> list[str]:
    """Origins as browsers write them (RFC 6454), each once. Raises `NoOrigin`."""
    if not written:
        raise NoOrigin("name at least one origin, such as https://chat.example.org")
    return list(dict.fromkeys(_origin(one.strip()) for one in written))


def _origin(written: str) -> str:
    try:
        parts = urlsplit(written.lower())
        port = parts.port
    except ValueError:
        raise NoOrigin(f"“{written}” is no origin") from None
    host = parts.netloc.rpartition("@")[2].removesuffix(f":{port}")
    if parts.scheme not in PORTS or parts.username is not None or not _HOST.fullmatch(host):
        raise NoOrigin(f"“{written}” is no origin: write it as https://chat.example.org, other letters as xn--…")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise NoOrigin(f"“{written}” names a page; an origin ends after its name or port")
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != PORTS[parts.scheme] else "")
