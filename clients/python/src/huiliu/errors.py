"""What can go wrong. The server's problems (RFC 9457) become exceptions that name each wrong field."""

from __future__ import annotations

from typing import Any

import httpx


class HuiliuError(Exception):
    """Anything that this package raises."""


class ConnectionFailed(HuiliuError):
    """The site could not be reached, however often it was tried."""


class DamagedDownload(HuiliuError):
    """A file of a download is not what its manifest says; nothing was put in place."""


class ApiError(HuiliuError):
    """The site refused. `errors` are pairs of a field's path and what is wrong with it; `problem` is the whole answer."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.problem = problem
        self.title = str(problem.get("title") or f"status {status}")
        self.detail = str(problem.get("detail") or "")
        self.errors = fields_of(problem.get("errors"))
        said = [self.detail] if self.detail else [f"{field}: {what}" if field else what for field, what in self.errors]
        super().__init__(": ".join([f"{status} {self.title}", "; ".join(said)]) if said else f"{status} {self.title}")


class BadRequest(ApiError):
    """400 or 422: what was sent is wrong."""


class Unauthorized(ApiError):
    """401: no key, or one that is unknown or revoked."""


class Forbidden(ApiError):
    """403: the key lacks the scope."""


class NotFound(ApiError):
    """404: there is no such thing, or none for this key."""


class Conflict(ApiError):
    """409: the call contradicts an earlier one."""


class TooLarge(ApiError):
    """413: more was sent than the site takes at once."""


class TooManyRequests(ApiError):
    """429: still, after all tries."""


class ServerError(ApiError):
    """5xx: still, after all tries."""


_KINDS: dict[int, type[ApiError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    413: TooLarge,
    422: BadRequest,
    429: TooManyRequests,
}


def error_of(response: httpx.Response) -> ApiError:
    """The exception for an answer of 400 and more, whose body has been read."""
    try:
        body = response.json()
    except ValueError:
        body = {}
    kind = _KINDS.get(response.status_code, ServerError if response.status_code >= 500 else ApiError)
    return kind(response.status_code, body if isinstance(body, dict) else {})


def fields_of(errors: Any) -> list[tuple[str, str]]:
    if not isinstance(errors, list):
        return []
    return [(str(one.get("field", "")), str(one.get("detail", ""))) for one in errors if isinstance(one, dict)]
