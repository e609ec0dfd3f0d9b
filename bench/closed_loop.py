"""A closed loop: a few clients, each of which asks again as soon as it is answered.

It speaks HTTP over plain sockets, since the standard client would cost more than the empty view that it measures.
"""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Load:
    """What a load saw: seconds of each good answer, bytes of the last one, errors by kind, and how long it took in all."""

    took: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    bytes: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds if self.seconds else 0.0


class Client:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None
        self.held = b""

    def get(self, request: bytes) -> tuple[int, int]:
        """(status, bytes of the body) of the answer; raises OSError or ValueError where there is none that can be read."""
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.socket.sendall(request)
            head = self._until_head_ends()
            length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), None)
            if length is None:
                raise ValueError("an answer without Content-Length")
            while len(self.held) < length:
                self._receive()
            self.held = self.held[length:]
            return int(head[9:12]), length
        except (OSError, ValueError):
            self.close()
            raise

    def _until_head_ends(self) -> bytes:
        while b"\r\n\r\n" not in self.held:
            self._receive()
        head, _, self.held = self.held.partition(b"\r\n\r\n")
        return head

    def _receive(self) -> None:
        assert self.socket is not None
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise ConnectionError("the server hung up")
        self.held += piece

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
        self.socket, self.held = None, b""


def ask(port: int, paths: list[str], *, requests: int, clients: int, headers: dict[str, str]) -> Load:
    """`requests` GETs, spread over `paths` in turn; any answer but 200 is an error."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    asked = [f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{lines}\r\n".encode() for path in paths]
    load, lock = Load(), threading.Lock()
    numbers = iter(range(requests))

    def work() -> None:
        client = Client(port)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                break
            began = time.perf_counter()
            try:
                status, size = client.get(asked[number % len(asked)])
            except (OSError, ValueError) as error:
                status, size, error_text = 0, 0, type(error).__name__
            else:
                error_text = f"HTTP {status}"
            with lock:
                if status == 200:
                    load.took.append(time.perf_counter() - began)
                    load.bytes = size
                else:
                    load.errors[error_text] += 1
        client.close()

    workers = [threading.Thread(target=work) for _ in range(clients)]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    load.seconds = time.perf_counter() - began
    return load
