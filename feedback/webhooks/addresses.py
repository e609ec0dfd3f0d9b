"""Which addresses a webhook may be sent to: public ones, so that nobody makes this site knock at doors behind its own wall.

A name is resolved once, and the connection goes to the very address that was checked: between a check and a second look at
the name its owner could change it (DNS rebinding).
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

# They lead on to an address that they hold within (RFC 6052, 8215, 3056, 4380).
TRANSLATED = [ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]
_HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]")


class NotAllowed(Exception):
    """The address is none that a webhook may be sent to; `why` is `form`, `scheme`, `unknown` or `private`."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"not allowed: {why}")


@dataclass(frozen=True)
class Target:
    """Where a connection goes: `address` is the number that `host` was resolved to."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def target_of(url: str) -> Target:
    """Take an address apart and resolve its name; raises `NotAllowed`. Hosts in `WEBHOOK_HOSTS` may be private, and be spoken
    to without TLS."""
    if not url.isascii() or re.search(r"[\s\\\x00-\x1f\x7f]", url):
        raise NotAllowed("form")
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise NotAllowed("form") from None
    netloc = parts.netloc.rpartition(":")[0] if re.search(r":[0-9]*\Z", parts.netloc) else parts.netloc
    if parts.fragment or not _HOST.fullmatch(netloc) or parts.hostname is None:
        raise NotAllowed("form")
    is_trusted = parts.hostname in settings.WEBHOOK_HOSTS
    if parts.scheme != "https" and not (is_trusted and parts.scheme == "http"):
        raise NotAllowed("scheme")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port, path, _resolve(parts.hostname, port, is_trusted=is_trusted))


def _resolve(host: str, port: int, *, is_trusted: bool) -> str:
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise NotAllowed("unknown") from None
    if not is_trusted and not all(is_public(one) for one in found):
        raise NotAllowed("private")
    return found[0]


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, and no other within it."""
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        if number.ipv4_mapped is not None:
            return is_public(str(number.ipv4_mapped))
        if any(number in network for network in TRANSLATED):
            return False
    return number.is_global and not number.is_multicast and not number.is_reserved
