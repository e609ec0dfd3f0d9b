"""Events become deliveries: one row for each endpoint that wants them, in the transaction of what happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from base.ring import ring
from feedback.models import WebhookDelivery, WebhookEndpoint
from feedback.webhooks.events import TEST

# An old step that is taken once more is no news: it has its row already, or it was there before the endpoint was.
OF_STEPS = (
    "INSERT INTO feedback_webhookdelivery "
    "(endpoint_id, key, message_id, event, step_id, data, state, tries, next_try_at, answer, made_at) "
    "SELECT e.id, 'step-' || s.id, gen_random_uuid(), 'report.' || s.event, s.id, '{}'::jsonb, 'waiting', 0, now(), '', now() "
    "FROM feedback_webhookendpoint e, unnest(%(reports)s::bigint[], %(keys)s::text[]) AS taken(report_id, key) "
    "JOIN feedback_step s ON s.report_id = taken.report_id AND s.event = %(event)s AND s.key = taken.key "
    "WHERE e.disabled_at IS NULL AND 'report.' || %(event)s = ANY(e.events) AND s.id > e.after_step "
    "ON CONFLICT (endpoint_id, key) DO NOTHING"
)
REPLAYED = 10_000  # at once; the oldest first
REPLAY = (
    "INSERT INTO feedback_webhookdelivery "
    "(endpoint_id, key, message_id, event, step_id, data, state, tries, next_try_at, answer, made_at) "
    "SELECT e.id, 'step-' || s.id, gen_random_uuid(), 'report.' || s.event, s.id, '{}'::jsonb, 'waiting', 0, now(), '', now() "
    "FROM feedback_webhookendpoint e JOIN feedback_step s ON 'report.' || s.event = ANY(e.events) "
    "WHERE e.id = %(endpoint)s AND e.disabled_at IS NULL AND s.at >= %(since)s ORDER BY s.id LIMIT %(most)s "
    "ON CONFLICT (endpoint_id, key) DO UPDATE SET state = 'waiting', tries = 0, next_try_at = now(), ended_at = NULL "
    "WHERE feedback_webhookdelivery.state <> 'sending'"
)


def queue_steps(*, event: str, taken: Sequence[tuple[int, str]]) -> int:
    """Queue steps of one event, by report and key, for every endpoint that wants them; says how many deliveries there are."""
    values: dict[str, Any] = {"event": event, "reports": [pk for pk, _key in taken], "keys": [key for _pk, key in taken]}
    with connection.cursor() as cursor:
        cursor.execute(OF_STEPS, values)
        queued = int(cursor.rowcount)
    if queued:
        ring("webhook_due")
    return queued


def queue_event(*, event: str, key: str, data: dict[str, object]) -> int:
    """Queue an event that is no step of a report, once for each key; says how many deliveries there are."""
    endpoints = WebhookEndpoint.objects.filter(disabled_at=None, events__contains=[event])
    return _queue(list(endpoints), event, key, data)


def queue_test(*, endpoint: WebhookEndpoint, key: str) -> int:
    """Queue an event that says nothing but that it arrives."""
    return _queue([endpoint], TEST, key, {"message": "It arrives."})


def replay_since(*, endpoint: WebhookEndpoint, since: datetime) -> int:
    """Tell an endpoint once more of the steps taken since, also of those that it missed while it was disabled, `REPLAYED` of
    them at most; says of how many. Each keeps its `webhook-id`."""
    with connection.cursor() as cursor:
        cursor.execute(REPLAY, {"endpoint": endpoint.pk, "since": since, "most": REPLAYED})
        queued = int(cursor.rowcount)
    if queued:
        ring("webhook_due")
    return queued


def _queue(endpoints: list[WebhookEndpoint], event: str, key: str, data: dict[str, object]) -> int:
    now = timezone.now()
    rows = [
        WebhookDelivery(endpoint=one, key=f"{event}-{key}"[:60], event=event, data=data, next_try_at=now, made_at=now)
        for one in endpoints
    ]
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        ring("webhook_due")
    return len(rows)
