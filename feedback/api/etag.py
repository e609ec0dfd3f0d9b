from __future__ import annotations

import hashlib


def etag_of(content: bytes) -> str:
    """A quoted entity tag: the same bytes, the same tag."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'
