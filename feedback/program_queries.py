"""What the pages of keys and webhooks read, newest first, by number."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from feedback.models import AccessKey, WebhookDelivery, WebhookEndpoint

T = TypeVar("T", bound=Model)
PAGE = 50


def access_keys(*, before: int | None) -> tuple[list[AccessKey], int | None]:
    """A page of keys, and what to give as `before` for the next one."""
    return _newest(AccessKey.objects.all(), before)


def endpoints() -> list[WebhookEndpoint]:
    """All of them; 200 at most."""
    return list(WebhookEndpoint.objects.order_by("name")[:200])


def deliveries_of(endpoint: WebhookEndpoint, *, before: int | None) -> tuple[list[WebhookDelivery], int | None]:
    """A page of what an endpoint was told, and what to give as `before` for the next one."""
    return _newest(WebhookDelivery.objects.filter(endpoint=endpoint), before)


def _newest(rows: QuerySet[T], before: int | None) -> tuple[list[T], int | None]:
    earlier = rows if before is None else rows.filter(pk__lt=before)
    found = list(earlier.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None
