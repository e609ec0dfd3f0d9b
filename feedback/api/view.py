"""What every call has in common: no negotiation about the one form of answer, a limit per key, ETags, links, and no answer
but JSON."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from base.paging import read_number, read_time
from feedback.api.etag import etag_of
from feedback.api.limits import limit_headers
from feedback.api.problems import ApiProblem


class OneAnswer(BaseContentNegotiation):
    """There is one form of each answer, whatever `Accept` says: who asks for another still gets what there is."""

    def select_parser(self, request: Request, parsers: list[BaseParser]) -> BaseParser | None:  # type: ignore[override]
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(  # type: ignore[override]
        self, request: Request, renderers: list[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], str(renderers[0].media_type)


class ApiView(APIView):
    """A view names in `scopes` the scope that each of its methods needs."""

    scopes: dict[str, str] = {}
    content_negotiation_class = OneAnswer

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        response["Vary"] = "Accept-Language, Authorization"
        response["Cache-Control"] = "private, no-cache"  # kept by whoever asked alone, who asks whether it still holds
        if request.method not in {"GET", "HEAD"} or response.status_code != 200 or not isinstance(response, Response):
            return response
        response["ETag"] = etag_of(response.render().content)
        try:
            return if_changed(request, response["ETag"], response) or response
        except ApiProblem as error:
            refused: HttpResponseBase = self.finalize_response(self.request, self.handle_exception(error))
            return refused

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        for name, value in limit_headers(request).items():
            response[name] = value
        return response

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """The header `Allow` says it all."""
        return Response(status=204)


def if_changed(request: Any, etag: str, response: HttpResponse | None = None) -> HttpResponse | None:
    """304 for who has it already; None where `response`, or the answer that is still to be made, is to be sent.

    A 304 keeps the headers of `response` that tell of the limit.
    """
    answer = get_conditional_response(request, etag=quote_etag(etag))
    if answer is None or answer is response:
        return None
    if answer.status_code == 412:
        raise ApiProblem("precondition-failed")
    for name, value in response.items() if response else ():
        if name.startswith("RateLimit") or name in {"Vary", "Cache-Control"}:
            answer[name] = value
    answer["ETag"] = quote_etag(etag)
    return answer


def time_cursor(request: Request) -> str | None:
    """The `after` of a list by time; raises a problem for what is no cursor."""
    after = request.query_params.get("after") or None
    if after is not None and read_time(after) is None:
        raise ApiProblem("invalid-parameter", parameter="after")
    return after


def number_cursor(request: Request) -> int:
    """The `after` of a list by number, 0 for its beginning; raises a problem for what is no cursor."""
    after = request.query_params.get("after") or "0"
    if (number := read_number(after)) is None:
        raise ApiProblem("invalid-parameter", parameter="after")
    return number


def with_next(request: Request, response: Response, after: object) -> Response:
    """`response` with a link to the page that comes after it (RFC 8288), where there is one."""
    if after is not None:
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?after={after}>; rel="next"'
    return response
