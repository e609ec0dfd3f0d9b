from __future__ import annotations

from http import HTTPStatus
from typing import Any

import orjson
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from structlog.contextvars import get_contextvars

from base.paging import newest_first
from feedback.api.bodies import LinesParser, StrictJSONParser, not_json
from feedback.api.problems import ApiProblem, errors_of_report
from feedback.api.view import ApiView, time_cursor, with_next
from feedback.models import Report
from feedback.schema import BadReport, ReportIn, parse_report
from feedback.serializers import BatchOut, ReportOut, ReportPage, ReportTaken, ReportWithTimeline
from feedback.submit_from_api import KeyReused, submit_batch_from_api, submit_from_api

PAGE = 100
BATCH_LINES = 1000
KEY_CHARACTERS = 200


def request_id() -> str:
    return str(get_contextvars().get("request_id", ""))


class Reports(ApiView):
    scopes = {"GET": "reports:read", "POST": "reports:write"}
    parser_classes = [StrictJSONParser]

    @extend_schema(
        operation_id="list_reports",
        summary="List reports",
        parameters=[OpenApiParameter("after", str, description="`next` of the page before")],
        responses=ReportPage,
    )
    def get(self, request: Request) -> Response:
        """Reports, newest first, 100 a page; `next` is the cursor of the page after, or null, and `Link` leads there."""
        rows = Report.objects.filter(withdrawn_at=None).select_related("thread")
        page = newest_first(rows, by="created_at", after=time_cursor(request), size=PAGE)
        answer = Response({"results": ReportOut(page.items, many=True).data, "next": page.after})
        return with_next(request, answer, page.after)

    @extend_schema(
        operation_id="submit_report",
        summary="Submit a report",
        request=ReportIn,
        responses={
            201: OpenApiResponse(ReportTaken, description="Taken in; `Location` is where it can be read"),
            200: OpenApiResponse(ReportTaken, description="It was taken in before: the same report"),
        },
        parameters=[
            OpenApiParameter(
                "Idempotency-Key",
                {"type": "string", "maxLength": KEY_CHARACTERS},
                OpenApiParameter.HEADER,
                description="Any text that is new for each report: the call can be repeated until an answer comes",
            )
        ],
    )
    def post(self, request: Request) -> Response:
        """201, or 200 and the same report for a repeat: of the same `Idempotency-Key`, or of the same `source` and
        `external_id`."""
        key = request.headers.get("Idempotency-Key", "")
        if len(key) > KEY_CHARACTERS:
            raise ApiProblem("invalid-parameter", parameter="Idempotency-Key")
        given = parse_report(request.data)
        try:
            report, is_new = submit_from_api(
                given=given,
                access_key=request.user,  # type: ignore[arg-type]
                idempotency_key=key,
                request_id=request_id(),
            )
        except KeyReused:
            raise ApiProblem("idempotency-key-reused", _("This Idempotency-Key was used with another body.")) from None
        status = HTTPStatus.CREATED if is_new else HTTPStatus.OK
        return Response(ReportTaken(report).data, status=status, headers={"Location": f"/api/v1/reports/{report.pk}"})


class ReportBatch(ApiView):
    scopes = {"POST": "reports:write"}
    parser_classes = [LinesParser]

    @extend_schema(
        operation_id="submit_reports",
        summary="Submit many reports",
        request={"application/x-ndjson": OpenApiTypes.STR},
        responses=BatchOut,
    )
    def post(self, request: Request) -> Response:
        """Up to 1,000 reports, one JSON object a line. Each line has its own result: 201, 200 for a repeat, 400 and what is
        wrong. Empty lines are passed over; lines count from 1."""
        body: Any = request.data
        lines = [(number, line) for number, line in enumerate(body.splitlines() if body else [], 1) if line.strip()]
        if len(lines) > BATCH_LINES:
            said = _("A batch holds %(most)s lines at most; this one has %(count)s.")
            raise ApiProblem("too-large", said % {"most": BATCH_LINES, "count": len(lines)})
        results: dict[int, dict[str, object]] = {}
        good: dict[int, ReportIn] = {}
        for number, line in lines:
            try:
                good[number] = parse_report(orjson.loads(line))
            except orjson.JSONDecodeError as error:
                results[number] = _refused(number, [{"field": "", "detail": not_json(error)}])
            except BadReport as error:
                results[number] = _refused(number, errors_of_report(error))
        taken = submit_batch_from_api(
            given=list(good.values()),
            access_key=request.user,  # type: ignore[arg-type]
            request_id=request_id(),
        )
        for number, (report, is_new) in zip(good, taken, strict=True):
            results[number] = {"line": number, "status": 201 if is_new else 200, "id": report.pk}
        return Response({"results": [results[number] for number, _line in lines]})


def _refused(number: int, errors: list[dict[str, str]]) -> dict[str, object]:
    return {"line": number, "status": 400, "errors": errors}


class OneReport(ApiView):
    scopes = {"GET": "reports:read"}

    @extend_schema(operation_id="get_report", summary="Read a report", responses=ReportWithTimeline)
    def get(self, request: Request, pk: int) -> Response:
        """One report with its current classification and its timeline."""
        report = Report.objects.filter(pk=pk, withdrawn_at=None).select_related("thread").first()
        if report is None:
            raise Http404
        return Response(ReportWithTimeline(report).data)


class Nowhere(ApiView):
    """Every address under `/api/` that is none."""

    authentication_classes = []
    permission_classes = []
    schema = None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.http_method_names = []
        return super().dispatch(request, *args, **kwargs)

    def http_method_not_allowed(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        raise Http404
