from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from base.paging import read_number
from base.ranges import send_file
from tuning.access import access_recipe, access_version
from tuning.formats.containers import CONTAINERS
from tuning.formats.registry import FORMATS
from tuning.models import Version
from tuning.package_version import package_version
from tuning.queries import recipes, tombstones_of, versions_of
from tuning.serializers import RecipeOut, TombstoneOut, VersionOut

PAGE = 1000


class Datasets(APIView):
    scopes = {"GET": "datasets:read"}

    @extend_schema(operation_id="list_datasets", responses=RecipeOut(many=True))
    def get(self, request: Request) -> Response:
        """Every dataset, with the number of its newest version."""
        return Response(RecipeOut(recipes(), many=True).data)


class Versions(APIView):
    scopes = {"GET": "datasets:read"}

    @extend_schema(operation_id="list_dataset_versions", responses=VersionOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """A dataset's versions, newest first."""
        return Response(VersionOut(versions_of(access_recipe(slug)), many=True).data)


class VersionFile(APIView):
    scopes = {"GET": "datasets:read"}

    @extend_schema(operation_id="get_dataset_file", responses={(200, "application/zip"): OpenApiTypes.BINARY})
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
        file = package_version(version=version, fmt=fmt, container=container)
        etag = f"{version.sha256[:32]}-{version.tombstones.count()}"
        return send_file(request, file, filename=f"{slug}-{number}-{name}", etag=etag)


class Tombstones(APIView):
    scopes = {"GET": "datasets:read"}

    @extend_schema(
        operation_id="list_tombstones",
        parameters=[OpenApiParameter("after", int, description="`next` of the page before")],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request, slug: str) -> Response:
        """Rows that were taken back, oldest first, 1,000 a page; `next` is the cursor of the page after, or null."""
        after = read_number(request.query_params.get("after", "")) or 0
        stones = tombstones_of(access_recipe(slug), after=after, limit=PAGE + 1)
        more = len(stones) > PAGE
        shown = stones[:PAGE]
        return Response({"results": TombstoneOut(shown, many=True).data, "next": shown[-1].pk if more else None})
