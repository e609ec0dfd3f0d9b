"""An open loop: calls leave when they are due, however long the ones before them take."""

from __future__ import annotations

import http.client
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

import orjson

THREADS = 32


@dataclass
class Sent:
    """What became of a load: when each call was due (epoch seconds) by the id the site gave it, how long each answer
    took from then (seconds), and the errors, by what they said."""

    due: dict[int, float] = field(default_factory=dict)
    answered: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def arrivals(rate: float, count: int, rng: Random) -> list[float]:
    """Seconds from the beginning at which `count` calls are due: a Poisson process of `rate` a second."""
    at, times = 0.0, []
    for _ in range(count):
        at += rng.expovariate(rate)
        times.append(at)
    return times


def send(port: int, key: str, bodies: Sequence[bytes], times: Sequence[float]) -> Sent:
    """POST each body to `/api/v1/reports` when it is due; waits for all answers.

    An answer is timed from when its call was due, so that a site which falls behind cannot hide it.
    """
    sent, lock = Sent(), threading.Lock()
    calls: queue.SimpleQueue[tuple[bytes, float] | None] = queue.SimpleQueue()

    def work() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while (call := calls.get()) is not None:
            body, due = call
            try:
                number = _post(connection, key, body)
            except (OSError, http.client.HTTPException, ValueError) as error:
                connection.close()
                with lock:
                    sent.errors.append(str(error) or type(error).__name__)
                continue
            with lock:
                sent.due[number] = due
                sent.answered.append(time.time() - due)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(THREADS)]
    for worker in workers:
        worker.start()
    begin = time.time()
    for body, at in zip(bodies, times, strict=True):
        time.sleep(max(0.0, begin + at - time.time()))
        calls.put((body, begin + at))
    for _ in workers:
        calls.put(None)
    for worker in workers:
        worker.join()
    return sent


def _post(connection: http.client.HTTPConnection, key: str, body: bytes) -> int:
    """The id of the report that was made; raises ValueError for any other answer than 201."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection.request("POST", "/api/v1/reports", body, headers)
    answer = connection.getresponse()
    said = answer.read()
    if answer.status != 201:
        raise ValueError(f"HTTP {answer.status}: {said[:200].decode(errors='replace')}")
    return int(orjson.loads(said)["id"])
