"""The widget's script, put together from `static/widget`: readable as it is served, and small enough not to be minified."""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.staticfiles import finders

PARTS = ("1-words", "2-look", "3-keep", "4-send", "5-panel", "6-attach")


@dataclass(frozen=True)
class Script:
    """`name` is its hash, for an address that never changes what it holds; `integrity` for the attribute of that name."""

    plain: bytes
    packed: bytes
    name: str
    integrity: str


@lru_cache(maxsize=1)
def widget_script() -> Script:
    """One script out of its parts, in a scope of its own."""
    parts = [_read(f"widget/{name}.js") for name in PARTS]
    plain = b'(() => {\n"use strict";\n' + b"".join(parts) + b"})();\n"
    digest = hashlib.sha384(plain).digest()
    return Script(plain, gzip.compress(plain, 9, mtime=0), digest.hex()[:16], f"sha384-{base64.b64encode(digest).decode()}")


def _read(name: str) -> bytes:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    with open(path, "rb") as file:
        return file.read()
