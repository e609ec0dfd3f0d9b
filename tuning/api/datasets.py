from __future__ import annotations

from http import HTTPStatus

from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from base.ranges import send_file
from feedback.api.problems import problem
from feedback.api.view import ApiView, if_changed, number_cursor, with_next
from tuning.access import access_recipe, access_version
from tuning.formats.containers import CONTAINERS
from tuning.formats.registry import FORMATS
from tuning.models import Version
from tuning.package_version import package_version
from tuning.queries import recipes, tombstones_of, versions_of
from tuning.serializers import RecipeOut, TombstoneOut, TombstonePage, VersionOut

STONES = 1000
PAGE = 100
AFTER = OpenApiParameter("after", int, description="where the page before ended, as its `Link` says")


class Datasets(ApiView):
    scopes = {"GET": "datasets:read"}

    @extend_schema(operation_id="list_datasets", summary="List datasets", parameters=[AFTER], responses=RecipeOut(many=True))
    def get(self, request: Request) -> Response:
        """Every dataset, with the number of its newest version: oldest first, 100 a page; `Link` leads to the page after."""
        found = list(recipes().filter(pk__gt=number_cursor(request)).order_by("pk")[: PAGE + 1])
        answer = Response(RecipeOut(found[:PAGE], many=True).data)
        return with_next(request, answer, found[PAGE - 1].pk if len(found) > PAGE else None)


class Versions(ApiView):
    scopes = {"GET": "datasets:read"}

    @extend_schema(
        operation_id="list_dataset_versions",
        summary="List the versions of a dataset",
        parameters=[AFTER],
        responses=VersionOut(many=True),
    )
    def get(self, request: Request, slug: str) -> Response:
        """A dataset's versions, newest first, 100 a page; `Link` leads to the page after."""
        after = number_cursor(request)
        versions = versions_of(access_recipe(slug))
        found = list((versions.filter(number__lt=after) if after else versions)[: PAGE + 1])
        answer = Response(VersionOut(found[:PAGE], many=True).data)
        return with_next(request, answer, found[PAGE - 1].number if len(found) > PAGE else None)


class VersionFile(ApiView):
    scopes = {"GET": "datasets:read"}

    @extend_schema(
        operation_id="get_dataset_file",
        summary="Download a version",
        parameters=[
            OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="as in `bytes=100-`: the rest of a file"),
            OpenApiParameter("name", str, OpenApiParameter.PATH, description="FORMAT.CONTAINER.zip"),
        ],
        responses={(200, "application/zip"): OpenApiTypes.BINARY, (206, "application/zip"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, slug: str, number: int, name: str) -> HttpResponseBase:
        """A version as `FORMAT.CONTAINER.zip`, for instance `trl-preference.jsonl.zip`: data, lineage, card, manifest and
        tombstones. Ranges are answered, and the same rows give the same bytes."""
        version = access_version(slug, number)
        fmt, _dot, rest = name.partition(".")
        container = rest.removesuffix(".zip")
        if version.state != Version.State.READY or name != f"{fmt}.{container}.zip":
            raise Http404
        if fmt not in FORMATS or container not in CONTAINERS:
            raise Http404
        etag = f"{version.sha256[:32]}-{version.tombstones.count()}"
        if (unchanged := if_changed(request, etag)) is not None:
            return unchanged
        file = package_version(version=version, fmt=fmt, container=container)
        sent = send_file(request, file, filename=f"{slug}-{number}-{name}", etag=etag)
        if sent.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return problem("range-not-satisfiable", headers={"Content-Range": sent["Content-Range"]})
        return sent


class Tombstones(ApiView):
    scopes = {"GET": "datasets:read"}

    @extend_schema(
        operation_id="list_tombstones",
        summary="List the rows that were taken back",
        parameters=[OpenApiParameter("after", int, description="`next` of the page before")],
        responses=TombstonePage,
    )
    def get(self, request: Request, slug: str) -> Response:
        """Rows that were taken back, oldest first, 1,000 a page; `next` is the cursor of the page after, or null."""
        stones = tombstones_of(access_recipe(slug), after=number_cursor(request), limit=STONES + 1)
        shown = stones[:STONES]
        after = shown[-1].pk if len(stones) > STONES else None
        return with_next(request, Response({"results": TombstoneOut(shown, many=True).data, "next": after}), after)
