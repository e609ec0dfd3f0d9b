"""One call to an endpoint that speaks OpenAI's chat completions. Pure: plain values in and out, no framework.

The protocol is that of `POST /v1/chat/completions` (platform.openai.com/docs/api-reference/chat), which vLLM, Ollama, llama.cpp
and most vendors speak. Only what all of them have is used: no streaming, no tools.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import Any

import orjson
import requests

MAX_BYTES = 2_000_000  # of an answer; the longest that a post may be is a tenth of it
CONNECT_SECONDS = 10
TOTAL_SECONDS = 120  # until the whole answer is here
BACKOFF_SECONDS = 2.0
MAX_WAIT_SECONDS = 20.0  # a longer Retry-After is for the queue to wait for, not for a worker
TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}
BYTES_PER_TOKEN = 3  # a low guess of bytes for a token, for servers that count none: the budget must not be outspent


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers. `base_url` ends before "/chat/completions", as in "https://api.example.org/v1"."""

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    max_tokens: int = 1500
    total_seconds: float = TOTAL_SECONDS


@dataclass(frozen=True)
class Completion:
    """What came back. `model` is what the endpoint says that answered; `cost` only where it names one, in its currency."""

    text: str
    model: str
    tokens_in: int
    tokens_out: int
    cost: float | None = None
    seconds: float = 0.0


class EndpointError(Exception):
    """No answer came. `code` is one of: unreachable, too_slow, refused (a key or request that it does not take), busy,
    redirected, too_large, not_understood, empty. `retry_after` is in seconds, where the endpoint asked to wait."""

    def __init__(self, code: str, detail: str, *, is_passing: bool, retry_after: float | None = None) -> None:
        super().__init__(f"{code}: {detail}"[:500])
        self.code, self.is_passing, self.retry_after = code, is_passing, retry_after


class Bearer(requests.auth.AuthBase):
    """The key; given as `auth`, so that no .netrc of the machine is sent instead."""

    def __init__(self, key: str) -> None:
        self.key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.key:
            request.headers["Authorization"] = f"Bearer {self.key}"
        return request


def complete(endpoint: Endpoint, messages: list[dict[str, str]]) -> Completion:
    """Ask once, and once more where the endpoint is busy or away and a short wait is enough. Raises `EndpointError`."""
    began = time.monotonic()
    try:
        return _ask(endpoint, messages, began)
    except EndpointError as error:
        wait = BACKOFF_SECONDS if error.retry_after is None else error.retry_after
        has_time = time.monotonic() - began + wait < endpoint.total_seconds / 2
        if not error.is_passing or wait > MAX_WAIT_SECONDS or not has_time:
            raise
    time.sleep(wait)
    return _ask(endpoint, messages, began)


def _ask(endpoint: Endpoint, messages: list[dict[str, str]], began: float) -> Completion:
    body = {"model": endpoint.model, "messages": messages, "max_tokens": endpoint.max_tokens, "stream": False}
    left = max(1.0, endpoint.total_seconds - (time.monotonic() - began))
    try:
        with requests.post(
            f"{endpoint.base_url.rstrip('/')}/chat/completions",
            data=orjson.dumps(body),
            headers={"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "Huiliu"},
            auth=Bearer(endpoint.api_key),
            timeout=(min(CONNECT_SECONDS, left), left),
            allow_redirects=False,  # the key and the words go where the operator said, nowhere else
            stream=True,
        ) as response:
            said = _read(response, until=began + endpoint.total_seconds)
    except requests.Timeout as error:
        raise EndpointError("too_slow", repr(error), is_passing=True) from error
    except (requests.RequestException, OSError, ValueError) as error:
        raise EndpointError("unreachable", repr(error), is_passing=True) from error
    _check(response, said)
    return _understand(said, messages, endpoint.model, time.monotonic() - began)


def _read(response: requests.Response, *, until: float) -> bytes:
    """The body, as far as it may be long and late. `read1` gives what has come, so that a slow drip meets the clock too."""
    pieces: list[bytes] = []
    size = 0
    while piece := response.raw.read1(65_536, decode_content=True):
        size += len(piece)
        if size > MAX_BYTES:
            raise EndpointError("too_large", f"more than {MAX_BYTES} bytes", is_passing=False)
        if time.monotonic() > until:
            raise EndpointError("too_slow", "the answer did not end in time", is_passing=True)
        pieces.append(piece)
    return b"".join(pieces)


def _check(response: requests.Response, said: bytes) -> None:
    status = response.status_code
    if status == 200:
        return
    detail = f"{status} {said[:300].decode(errors='replace')}"
    if 300 <= status < 400:
        raise EndpointError("redirected", f"{status} to {response.headers.get('Location', '')[:200]}", is_passing=False)
    if status in TRY_AGAIN:
        raise EndpointError("busy", detail, is_passing=True, retry_after=_seconds(response.headers.get("Retry-After", "")))
    raise EndpointError("refused", detail, is_passing=False)


def _seconds(retry_after: str) -> float | None:
    """A Retry-After in seconds; one that names a date, or nothing sensible, is left to our own backoff."""
    return float(retry_after) if retry_after.isascii() and retry_after.isdecimal() and len(retry_after) < 7 else None


def _understand(said: bytes, messages: list[dict[str, str]], asked: str, seconds: float) -> Completion:
    try:
        answer: Any = orjson.loads(said)
        text = answer["choices"][0]["message"]["content"]
    except (orjson.JSONDecodeError, KeyError, IndexError, TypeError) as error:
        raise EndpointError("not_understood", f"{error!r}: {said[:200]!r}", is_passing=False) from error
    if not isinstance(text, str) or not text.strip():
        raise EndpointError("empty", "an answer without words", is_passing=True)
    usage = answer["usage"] if isinstance(answer.get("usage"), dict) else {}
    sent = sum(len(message["content"].encode()) for message in messages)
    return Completion(
        text=text.replace("\x00", ""),
        model=str(answer.get("model") or asked)[:120],
        tokens_in=_count(usage.get("prompt_tokens"), sent),
        tokens_out=_count(usage.get("completion_tokens"), len(text.encode())),
        cost=_price(usage.get("cost")),
        seconds=round(seconds, 3),
    )


def _count(given: object, size: int) -> int:
    if isinstance(given, int) and 0 <= given < 2**31:
        return given
    return math.ceil(size / BYTES_PER_TOKEN)


def _price(given: object) -> float | None:
    return float(given) if isinstance(given, int | float) and 0 <= given < 100_000 else None
