"""A long download that goes on where it broke off, within a run and in the next one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Optional

import httpx

from huiliu.errors import error_of
from huiliu.transport import AGAIN, Transport

Progress = Optional[Callable[[int, int], None]]  # told how many bytes are here, and how many there are in all
WHOLE = 416  # asked for what lies behind the end


def download(transport: Transport, path: str, part: Path, progress: Progress = None) -> None:
    """All of `path` in the file `part`. Raises `ApiError`, and `ConnectionFailed` once nothing has come for all tries."""
    failed = 0
    while True:
        here = size_of(part)
        try:
            with transport.stream(path, _headers(part)) as response:
                if response.status_code in AGAIN:
                    response.read()
                    if not transport.may_wait(failed, response):
                        raise error_of(response)
                    failed += 1
                    continue
                if response.status_code == WHOLE:
                    if response.headers.get("Content-Range") == f"bytes */{here}":
                        return
                    forget(part)
                    continue
                _write(response, part, progress)
                return
        except httpx.TransportError as error:
            if size_of(part) > here:  # some of it came: the line is not dead
                failed = 0
            transport.pause(failed, error)
            failed += 1


def forget(part: Path) -> None:
    for path in (part, _tag(part)):
        if path.exists():
            path.unlink()


def size_of(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _tag(part: Path) -> Path:
    return part.with_suffix(".etag")


def _headers(part: Path) -> dict[str, str]:
    """Ask for the rest, if it is still a part of the same file."""
    here = size_of(part)
    if not here or not _tag(part).exists():
        return {"Accept-Encoding": "identity"}
    return {"Accept-Encoding": "identity", "Range": f"bytes={here}-", "If-Range": _tag(part).read_text()}


def _write(response: httpx.Response, part: Path, progress: Progress) -> None:
    is_rest = response.status_code == 206
    here = size_of(part) if is_rest else 0
    total = here + int(response.headers.get("Content-Length", 0))
    if not is_rest:
        forget(part)
        _tag(part).write_text(response.headers.get("ETag", ""))
    with part.open("ab") as file:
        for block in response.iter_bytes():
            file.write(block)
            here += len(block)
            if progress:
                progress(here, total)
