"""A file in parts, so that a download that broke off can go on (RFC 9110, section 14). One range at a time."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import IO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

BLOCK = 1 << 18
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def send_file(request: HttpRequest, file: IO[bytes], *, filename: str, etag: str) -> HttpResponseBase:
    """`file` as an attachment, or the part of it that `Range` asks for; a range of another version (`If-Range`) gives it
    whole. `file` is closed once it is sent."""
    size = file.seek(0, os.SEEK_END)
    first, last = 0, size - 1
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    is_part = bool(asked and any(asked.groups())) and request.headers.get("If-Range", f'"{etag}"') == f'"{etag}"'
    if asked and is_part:
        first, last = _bounds(asked.group(1), asked.group(2), size)
        if first > last:
            file.close()
            answer = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            answer["Content-Range"] = f"bytes */{size}"
            return answer
    status = HTTPStatus.PARTIAL_CONTENT if is_part else HTTPStatus.OK
    sent = StreamingHttpResponse(_blocks(file, first, last), status=status, content_type="application/zip")
    sent["Content-Length"] = str(last - first + 1)
    sent["Accept-Ranges"] = "bytes"
    sent["ETag"] = f'"{etag}"'
    sent["Content-Disposition"] = f'attachment; filename="{filename}"'
    if is_part:
        sent["Content-Range"] = f"bytes {first}-{last}/{size}"
    return sent


def _bounds(start: str, end: str, size: int) -> tuple[int, int]:
    if not start:  # the last N bytes
        return max(0, size - int(end)), size - 1
    return int(start), min(int(end) if end else size - 1, size - 1)


def _blocks(file: IO[bytes], first: int, last: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        left = last - first + 1
        while left > 0 and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block
