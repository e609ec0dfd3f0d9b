"""Headers that every answer carries."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _

POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


MAX_QUERY = 6_000  # bytes of an address behind its "?": four times the longest search, with each byte as three


# What the interface calls these errors (`feedback.api.problems`).
NAMES = {400: "bad-request", 413: "too-large", 414: "address-too-long"}


class Bounds:
    """Refuses, before anything is read, what is too large to be meant, and what PostgreSQL has no way to write.

    A body without a length is empty to WSGI; so its length is all there is to look at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            refused = self._refusal(request)
        return refused or self.get_response(request)

    def _refusal(self, request: HttpRequest) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdecimal():
            return self._refuse(request, 400, _("The length of what was sent is no number."))
        if len(length) > 15 or int(length) > settings.MAX_BODY_BYTES:
            most = _("More was sent than this site takes at once: %(most)s MB.")
            return self._refuse(request, 413, most % {"most": settings.MAX_BODY_BYTES // 1_000_000})
        query = request.META.get("QUERY_STRING", "")
        if len(query) > MAX_QUERY:
            return self._refuse(request, 414, _("The address is too long."))
        if "\x00" in request.path:
            return self._refuse(request, 400, _("There is a NUL character in the address."))
        request.META["QUERY_STRING"] = query.replace("%00", "%20")  # it came along with a paste; nothing means it
        return None

    def _refuse(self, request: HttpRequest, status: int, why: str) -> HttpResponse:
        if request.path.startswith("/api/"):
            body = {"type": f"/api/#{NAMES[status]}", "title": str(why), "status": status}
            return JsonResponse(body, status=status, content_type="application/problem+json")
        return HttpResponse(f"{why}\n", status=status, content_type="text/plain; charset=utf-8")


class SecurityHeaders:
    """A strict Content-Security-Policy: no inline script or style, nothing from elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response
