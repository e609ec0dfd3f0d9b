"""The site's own key for web push (VAPID, RFC 8292), by which push services know who sends."""

from __future__ import annotations

import base64
import os
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid  # type: ignore[import-untyped]


@lru_cache(maxsize=1)
def vapid() -> Vapid:
    """`VAPID_PRIVATE_KEY`, or a key made at the first use and kept in the data directory, readable by its owner alone.

    Made aside and linked into place: of several processes that make one at the same time, one wins for all.
    """
    if settings.VAPID_PRIVATE_KEY:
        return Vapid.from_string(settings.VAPID_PRIVATE_KEY)
    path = Path(settings.DATA_DIR) / "vapid.pem"
    if not path.exists():
        made = Vapid()
        made.generate_keys()
        aside = path.with_suffix(f".{os.getpid()}")
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(made.private_pem())
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return Vapid.from_file(str(path))


def public_key() -> str:
    """As browsers ask for it: an uncompressed point, base64url without padding."""
    point = vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()
