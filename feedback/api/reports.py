from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from structlog.contextvars import get_contextvars

from base.paging import newest_first
from feedback.api.problems import Conflict, problem, problem_of_report
from feedback.models import Report
from feedback.schema import BadReport, ReportIn, parse_report
from feedback.serializers import BatchOut, ReportOut, ReportWithTimeline
from feedback.submit_from_api import KeyReused, submit_batch_from_api, submit_from_api

PAGE = 100
BATCH_LINES = 1000


class TooLarge(APIException):
    status_code = 413
    default_detail = "The body is larger than this interface takes."
    default_code = "too_large"


def read_bounded(stream: Any) -> bytes:
    """The body, and no more of it than may be: REST framework's stream knows no limit of its own."""
    body: bytes = stream.read(settings.MAX_BODY_BYTES + 1)
    if len(body) > settings.MAX_BODY_BYTES:
        raise TooLarge
    return body


class StrictJSONParser(BaseParser):
    """JSON by the same parser as imports and filters; unlike Python's own it takes no nesting that is deep enough to fall."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            return orjson.loads(read_bounded(stream))
        except orjson.JSONDecodeError as error:
            raise ParseError(f"not JSON: {error}") from None


class LinesParser(BaseParser):
    """NDJSON as it is; the view reads it line by line, so that one bad line spoils no other."""

    media_type = "application/x-ndjson"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        return read_bounded(stream)


def request_id() -> str:
    return str(get_contextvars().get("request_id", ""))


class Reports(APIView):
    scopes = {"GET": "reports:read", "POST": "reports:write"}
    parser_classes = [StrictJSONParser]

    @extend_schema(
        operation_id="list_reports",
        parameters=[OpenApiParameter("after", str, description="`next` of the page before")],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        """Reports, newest first, 100 a page; `next` is the cursor of the page after, or null."""
        rows = Report.objects.filter(withdrawn_at=None).select_related("thread")
        page = newest_first(rows, by="created_at", after=request.query_params.get("after"), size=PAGE)
        return Response({"results": ReportOut(page.items, many=True).data, "next": page.after})

    @extend_schema(
        operation_id="submit_report",
        request=ReportIn,
        responses={201: ReportOut, 200: ReportOut},
        parameters=[OpenApiParameter("Idempotency-Key", str, OpenApiParameter.HEADER)],
    )
    def post(self, request: Request) -> Response:
        """Submit one report: 201, or 200 and the same report for a repeat."""
        given = parse_report(request.data)
        try:
            report, is_new = submit_from_api(
                given=given,
                access_key=request.user,  # type: ignore[arg-type]
                idempotency_key=request.headers.get("Idempotency-Key", "")[:200],
                request_id=request_id(),
            )
        except KeyReused:
            raise Conflict("This Idempotency-Key was used with another body.") from None
        return Response(ReportOut(report).data, status=HTTPStatus.CREATED if is_new else HTTPStatus.OK)


class ReportBatch(APIView):
    scopes = {"POST": "reports:write"}
    parser_classes = [LinesParser]

    @extend_schema(operation_id="submit_reports", request={"application/x-ndjson": OpenApiTypes.STR}, responses=BatchOut)
    def post(self, request: Request) -> Response:
        """Submit up to 1,000 reports, one JSON object a line; each line has its own result."""
        body: Any = request.data
        lines = [(number, line) for number, line in enumerate(body.splitlines(), 1) if line.strip()]
        if len(lines) > BATCH_LINES:
            return problem(413, "Too many lines", f"A batch holds {BATCH_LINES} lines at most; this one has {len(lines)}.")
        read = [self._read(number, line) for number, line in lines]
        given = [one for one in read if isinstance(one, ReportIn)]
        taken = iter(submit_batch_from_api(given=given, access_key=request.user, request_id=request_id()))  # type: ignore[arg-type]
        results = []
        for (number, _line), one in zip(lines, read, strict=True):
            if isinstance(one, ReportIn):
                report, is_new = next(taken)
                results.append({"line": number, "status": 201 if is_new else 200, "id": report.pk})
            else:
                results.append(one)
        return Response({"results": results})

    def _read(self, number: int, line: bytes) -> ReportIn | dict[str, object]:
        """The report of a line, or what is wrong with it."""
        try:
            return parse_report(orjson.loads(line))
        except orjson.JSONDecodeError as error:
            return {"line": number, "status": 400, "errors": [{"field": "", "detail": f"not JSON: {error}"}]}
        except BadReport as error:
            return {"line": number, "status": 400, **problem_of_report(error)}


class OneReport(APIView):
    scopes = {"GET": "reports:read"}

    @extend_schema(operation_id="get_report", responses=ReportWithTimeline)
    def get(self, request: Request, pk: int) -> Response:
        """One report with its current classification and its timeline."""
        report = Report.objects.filter(pk=pk, withdrawn_at=None).select_related("thread").first()
        if report is None:
            raise Http404
        return Response(ReportWithTimeline(report).data)
