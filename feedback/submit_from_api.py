from __future__ import annotations

import hashlib
from collections.abc import Sequence

import orjson
from django.db import IntegrityError, transaction

from community.members_from_elsewhere import Elsewhere
from community.models import Thread
from feedback.models import AccessKey, IdempotentCall, Report
from feedback.schema import ReportIn
from feedback.take_in_reports import Incoming, take_in_reports


class KeyReused(Exception):
    """The same idempotency key came with another body."""


def submit_from_api(
    *,
    given: ReportIn,
    access_key: AccessKey,
    idempotency_key: str = "",
    request_id: str = "",
    visibility: str = Thread.Visibility.PUBLIC,
) -> tuple[Report, bool]:
    """Take in a report of another program; a repeat of the call gives the same report, and False. Raises `KeyReused`."""
    body = hashlib.sha256(orjson.dumps(given.model_dump(mode="json"))).hexdigest()
    if idempotency_key and (known := _known(access_key, idempotency_key, body)):
        return known, False
    try:
        with transaction.atomic():
            report, is_new = _submit(given, access_key, request_id, visibility)
            if idempotency_key:
                IdempotentCall.objects.create(access_key=access_key, key=idempotency_key, body_sha256=body, report=report)
    except IntegrityError:
        # The same call at the same moment: the other one won, its report is the answer, and ours was rolled back.
        if idempotency_key and (known := _known(access_key, idempotency_key, body)):
            return known, False
        raise
    return report, is_new


def submit_batch_from_api(
    *, given: Sequence[ReportIn], access_key: AccessKey, request_id: str = ""
) -> list[tuple[Report, bool]]:
    """Take in many reports of another program at once; for each the report, and whether it is new."""
    return take_in_reports([incoming_from(one, access_key) for one in given], request_id=request_id)


def _known(access_key: AccessKey, key: str, body: str) -> Report | None:
    call = IdempotentCall.objects.filter(access_key=access_key, key=key).select_related("report__thread").first()
    if call is None:
        return None
    if call.body_sha256 != body:
        raise KeyReused
    return call.report


def _submit(given: ReportIn, access_key: AccessKey, request_id: str, visibility: str) -> tuple[Report, bool]:
    incoming = incoming_from(given, access_key)._replace(visibility=visibility)
    return take_in_reports([incoming], request_id=request_id)[0]


def incoming_from(given: ReportIn, access_key: AccessKey) -> Incoming:
    """A report as the key's holder sends it: its source and author are what it says, else those of the key."""
    source = given.source or f"api:{access_key.name}"[:60]
    who = given.author
    source_id = who.external_id if who else access_key.name
    return Incoming(given, source, Elsewhere(source, source_id, (who.name if who else "") or source_id))
