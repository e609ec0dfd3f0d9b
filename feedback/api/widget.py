"""Reports from other sites' pages, by `static/widget`. Strangers' browsers call it, so each answer says to whom it is open."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from base.limits import Limit, TooSoon, take
from feedback.api.bodies import StrictJSONParser
from feedback.api.problems import MEDIA_TYPE
from feedback.api.reports import request_id
from feedback.models import WidgetKey
from feedback.submit_from_api import KeyReused
from feedback.submit_from_widget import submit_from_widget
from feedback.widget_key import find_widget_key, secrets_of
from feedback.widget_report import parse_widget_report
from feedback.widget_token import BadToken, PageUser, read_token

MINUTE, DAY = 60, 86_400
# Of each key, as many as a large site's users send; of an address, as a school behind one; of a user, as one person does.
KEY_A_MINUTE, ADDRESS_A_MINUTE, USER_A_MINUTE, USER_A_DAY = 600, 60, 10, 100


@extend_schema(exclude=True)  # what the widget and its server say to each other; docs/widget.md
class WidgetReports(APIView):
    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = []  # see `count_address` and `count_user`
    parser_classes = [StrictJSONParser]
    origin = ""

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """What a browser asks before it sends: only the key's own origins hear yes."""
        self._key(request)
        return Response(status=HTTPStatus.NO_CONTENT if self.origin else HTTPStatus.FORBIDDEN)

    def post(self, request: Request) -> Response:
        """One report: 201, or 200 for a repeat. 401 where the user is not proved, with a `code`."""
        key = self._key(request)
        if key is None:
            return refused(403, "This key is unknown or has been revoked.", code="key_unknown")
        if not self.origin:
            origin = request.headers.get("Origin", "")
            return refused(403, "This key takes no reports from there.", f"Origin: {origin or 'none'}", code="origin_refused")
        try:
            count_address(request, key)
            user = read_token(request.headers.get("Authorization", "").removeprefix("Bearer ").strip(), secrets_of(key))
            count_user(key, user)
            report, is_new = submit_from_widget(
                given=parse_widget_report(request.data), user=user, key=key, request_id=request_id()
            )
        except BadToken as error:
            return refused(401, "The user is not proved.", str(error), code=error.code)
        except TooSoon as error:
            answer = refused(429, "Too many at once.", f"Again in {error.seconds} s.", code="too_soon")
            answer["Retry-After"] = str(error.seconds)
            return answer
        except KeyReused:
            return refused(409, "This id was used with other words.", code="id_reused")
        return Response({"id": report.pk}, status=HTTPStatus.CREATED if is_new else HTTPStatus.OK)

    def _key(self, request: Request) -> WidgetKey | None:
        key = find_widget_key(request.query_params.get("key", ""))
        origin = request.headers.get("Origin", "")
        self.origin = origin if key is not None and origin in key.origins else ""
        return key

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        """Readable for pages of the key's origins, exactly; never with cookies."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(answer, ["Origin"])
        answer["Cache-Control"] = "no-store"
        if self.origin:
            answer["Access-Control-Allow-Origin"] = self.origin
            answer["Access-Control-Allow-Methods"] = "POST"
            answer["Access-Control-Allow-Headers"] = "authorization, content-type"
            answer["Access-Control-Expose-Headers"] = "Retry-After"
            answer["Access-Control-Max-Age"] = "7200"  # two hours: Chromium keeps it no longer
        return answer


def refused(status: int, title: str, detail: str = "", *, code: str) -> Response:
    """A problem for whoever runs the page; its user is told in the widget's own words, by the status."""
    body = {"type": "about:blank", "title": title, "status": status, "code": code, **({"detail": detail} if detail else {})}
    return Response(body, status=status, content_type=MEDIA_TYPE)


def count_address(request: Request, key: WidgetKey) -> None:
    """Count a call against its key and the address it came from, kept as a keyed hash. Raises `TooSoon`."""
    address = salted_hmac("limits", str(get_adapter().get_client_ip(request))).hexdigest()[:32]
    _take(
        (f"widget:key:{key.pk}", KEY_A_MINUTE, MINUTE),
        (f"widget:address:{address}", ADDRESS_A_MINUTE, MINUTE),
    )


def count_user(key: WidgetKey, user: PageUser) -> None:
    """Count a call against the user that it was signed for. Raises `TooSoon`."""
    who = salted_hmac("limits", f"{key.pk}/{user.id}").hexdigest()[:32]
    _take((f"widget:user:{who}:minute", USER_A_MINUTE, MINUTE), (f"widget:user:{who}:day", USER_A_DAY, DAY))


def _take(*limits: tuple[str, int, int]) -> None:
    factor = settings.RATE_LIMITS
    if factor:
        take([Limit(key, round(amount * factor), seconds) for key, amount, seconds in limits])
