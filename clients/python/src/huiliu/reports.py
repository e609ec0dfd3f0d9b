"""Reports go in: one by one, many at once, and each once however often it is sent."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from huiliu.errors import fields_of
from huiliu.transport import Transport

Report = Mapping[str, Any]
BATCH_LINES = 1000  # what the site takes at once
BATCH_BYTES = 8_000_000


@dataclass(frozen=True)
class LineResult:
    """What became of one report of a batch: `status` 201 for a new one, 200 for one that is there, else `errors` by field."""

    index: int
    status: int
    id: int | None = None
    errors: list[tuple[str, str]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return self.status in (200, 201)


class Reports:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(self, report: Report, *, idempotency_key: str | None = None) -> dict[str, Any]:
        """Send one report; the answer is the report as the site has it. Raises `BadRequest` with each wrong field.

        A call is made under a key of its own, so that one that is tried again makes no second report. Give the same key
        yourself to repeat a call of an earlier run.
        """
        headers = {"Idempotency-Key": idempotency_key or uuid.uuid4().hex}
        answer: dict[str, Any] = self._transport.call("POST", "/reports", json=dict(report), headers=headers)
        return answer

    def batch(self, reports: Iterable[Report]) -> Iterator[LineResult]:
        """Send any number of reports, as many at once as the site takes; one result for each, in order.

        One without an `external_id` is given one, so that a batch that is tried again makes none twice.
        """
        lines: list[bytes] = []
        start, size = 0, 0
        for report in reports:
            line = json.dumps({"external_id": uuid.uuid4().hex, **report}, ensure_ascii=False).encode()
            if lines and (len(lines) == BATCH_LINES or size + len(line) > BATCH_BYTES):
                yield from self._send(lines, start)
                start, size, lines = start + len(lines), 0, []
            lines.append(line)
            size += len(line) + 1
        if lines:
            yield from self._send(lines, start)

    def _send(self, lines: list[bytes], start: int) -> Iterator[LineResult]:
        headers = {"Content-Type": "application/x-ndjson"}
        answer = self._transport.call("POST", "/reports/batch", content=b"\n".join(lines), headers=headers)
        for one in answer["results"]:
            yield LineResult(start + one["line"] - 1, one["status"], one.get("id"), fields_of(one.get("errors")))

    def get(self, report_id: int) -> dict[str, Any]:
        """One report with its classification and its timeline. Raises `NotFound`."""
        answer: dict[str, Any] = self._transport.call("GET", f"/reports/{int(report_id)}")
        return answer

    def iterate(self, after: str | None = None) -> Iterator[dict[str, Any]]:
        """All reports, newest first, page by page as they are asked for; `after` is the cursor of a page to begin behind."""
        while True:
            page = self._transport.call("GET", "/reports", params={"after": after} if after else {})
            yield from page["results"]
            after = page["next"]
            if not after:
                return
