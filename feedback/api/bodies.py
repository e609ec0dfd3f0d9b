"""Bodies as they are read: with a bound, and by the same parser as imports and filters."""

from __future__ import annotations

from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.parsers import BaseParser

from feedback.api.problems import ApiProblem


def read_bounded(stream: Any) -> bytes:
    """The body, and no more of it than may be: REST framework's stream knows no limit of its own."""
    body: bytes = stream.read(settings.MAX_BODY_BYTES + 1)
    if len(body) > settings.MAX_BODY_BYTES:
        raise ApiProblem(
            "too-large", _("The body is larger than %(most)s MB.") % {"most": settings.MAX_BODY_BYTES // 1_000_000}
        )
    return body


class StrictJSONParser(BaseParser):
    """JSON by the same parser as imports and filters; unlike Python's own it takes no nesting that is deep enough to fall."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            return orjson.loads(read_bounded(stream))
        except orjson.JSONDecodeError as error:
            raise ApiProblem("invalid-body", not_json(error)) from None


class LinesParser(BaseParser):
    """NDJSON as it is; the view reads it line by line, so that one bad line spoils no other."""

    media_type = "application/x-ndjson"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        return read_bounded(stream)


def not_json(error: orjson.JSONDecodeError) -> str:
    return _("not JSON: %(why)s") % {"why": error}
