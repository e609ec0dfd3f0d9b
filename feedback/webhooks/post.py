"""One POST to one address, with an end to everything: time, size, and no way on to anywhere else."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback.webhooks.addresses import Target

TIMEOUT = 10  # seconds for each step of the connection
DEADLINE = 20  # seconds for all of it: a server may send a byte now and then for ever
KEPT = 500  # characters of an answer


@dataclass(frozen=True)
class Answer:
    """What came back; without `status` nothing did, and `text` says why."""

    status: int | None
    text: str
    milliseconds: int

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send `body`; redirects are not followed, and no proxy is asked."""
    began = time.monotonic()
    connection = _Pinned(target)
    watch = threading.Timer(DEADLINE, connection.cut)
    watch.daemon = True
    watch.start()
    status, text = None, ""
    try:
        connection.request("POST", target.path, body, dict(headers))
        answer = connection.getresponse()
        status = answer.status
        text = answer.read1(KEPT * 4).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException, ValueError) as error:
        text = text or f"{type(error).__name__}: {error}"
    finally:
        watch.cancel()
        connection.close()
    return Answer(status, text.replace("\x00", "")[:KEPT], round((time.monotonic() - began) * 1000))


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, while name and certificate are those of the host."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=TIMEOUT)
        self.target = target
        self.default_port = 443 if target.scheme == "https" else 80
        self.is_cut = False

    def connect(self) -> None:
        plain = socket.create_connection((self.target.address, self.target.port), TIMEOUT)
        self.sock: Any = plain
        if self.target.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.target.host)
        if self.is_cut:
            self.cut()

    def cut(self) -> None:
        self.is_cut = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:  # it has ended by itself
                return
