"""What the pages of keys and webhooks read, newest first, by number."""

from __future__ import annotations

from feedback.models import AccessKey, WebhookDelivery, WebhookEndpoint

PAGE = 50


def access_keys(*, before: int | None) -> tuple[list[AccessKey], int | None]:
    """A page of keys, and what to give as `before` for the next one."""
    rows = AccessKey.objects.all() if before is None else AccessKey.objects.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def endpoints() -> list[WebhookEndpoint]:
    """All of them; 200 at most."""
    return list(WebhookEndpoint.objects.order_by("name")[:200])


def deliveries_of(endpoint: WebhookEndpoint, *, before: int | None) -> tuple[list[WebhookDelivery], int | None]:
    """A page of what an endpoint was told, and what to give as `before` for the next one."""
    rows = WebhookDelivery.objects.filter(endpoint=endpoint)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None
