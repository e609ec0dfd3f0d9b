"""HTTP with patience: what may be tried again is, as long and as often as the site asks for."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from huiliu.errors import ConnectionFailed, error_of

AGAIN = frozenset({429, 500, 502, 503, 504})
LONGEST = 30.0  # seconds between two tries, where the site names none


class Transport:
    """Calls under `/api/v1` with a key. Every call is one that may be repeated: see `reports` for how."""

    def __init__(self, base_url: str, key: str, *, timeout: float, retries: int, longest_wait: float) -> None:
        self.retries = retries
        self.longest_wait = longest_wait
        headers = {"Authorization": f"Bearer {key}", "User-Agent": "huiliu-python/0.1"}
        self.http = httpx.Client(base_url=f"{base_url.rstrip('/')}/api/v1", headers=headers, timeout=timeout)

    def call(self, method: str, path: str, **options: Any) -> Any:
        """The decoded answer. Raises `ApiError`, `ConnectionFailed`."""
        return self.request(method, path, **options).json()

    def pages(self, path: str) -> Iterator[Any]:
        """What a list holds, page by page, each where the one before says it is (RFC 8288)."""
        params: dict[str, str] = {}
        while True:
            response = self.request("GET", path, params=params)
            yield from response.json()
            if "next" not in response.links:
                return
            params = dict(httpx.URL(response.links["next"]["url"]).params)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """The answer, once one comes that is no error."""
        for number in range(self.retries + 1):
            try:
                response = self.http.request(method, path, **options)
            except httpx.TransportError as error:
                self.pause(number, error)
                continue
            if response.status_code in AGAIN and self.may_wait(number, response):
                continue
            if response.is_error:
                raise error_of(response)
            return response
        raise AssertionError("the last try answers or raises")

    @contextmanager
    def stream(self, path: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """One try at a long answer; what may be tried again, and 416, are for the caller. Raises `httpx.TransportError`,
        `ApiError`."""
        with self.http.stream("GET", path, headers=headers) as response:
            if response.is_error and response.status_code not in {*AGAIN, 416}:
                response.read()
                raise error_of(response)
            yield response

    def pause(self, number: int, error: Exception) -> None:
        """Wait before the try after the `number`-th; raises `ConnectionFailed` where that was the last."""
        if number >= self.retries:
            raise ConnectionFailed(f"{self.http.base_url} could not be reached: {error}") from error
        time.sleep(back_off(number))

    def may_wait(self, number: int, response: httpx.Response) -> bool:
        """Wait as long as the site asks for; False where that was the last try, or it would be too long."""
        asked = retry_after(response)
        wait = back_off(number) if asked is None else asked
        if number >= self.retries or wait > self.longest_wait:
            return False
        time.sleep(wait)
        return True


def back_off(number: int) -> float:
    """Seconds, doubling, and never the same for two clients that failed together."""
    return min(LONGEST, 0.5 * 2.0**number) * random.uniform(0.5, 1)  # noqa: S311 -- no secret


def retry_after(response: httpx.Response) -> float | None:
    """The seconds that `Retry-After` names, as a number or as a time (RFC 9110)."""
    value = response.headers.get("Retry-After", "")
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
