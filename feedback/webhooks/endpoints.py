"""Who is told of what: endpoints are made, changed, given another secret, disabled, enabled and removed. Each change is noted
with who made it; secrets are shown once, by the verb that made them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from base.ring import ring
from base.seal import seal
from community.audit import audit
from community.models import Member
from feedback.models import Step, WebhookDelivery, WebhookEndpoint
from feedback.webhooks.sign import new_secret

PURPOSE = "webhooks"
GRACE = timedelta(days=2)  # both secrets sign, so that a receiver can change to the new one without a gap
SUBJECT = "webhook"
State = WebhookDelivery.State

log = structlog.get_logger(__name__)


@transaction.atomic
def create_endpoint(*, name: str, url: str, events: Sequence[str], by: Member) -> tuple[WebhookEndpoint, str]:
    """Tell `url` of `events` from now on. Gives the endpoint and its secret, this once; raises IntegrityError for a name that
    is taken."""
    secret = new_secret()
    endpoint = WebhookEndpoint.objects.create(
        name=name,
        url=url,
        events=list(events),
        secret=seal(secret, purpose=PURPOSE),
        after_step=Step.objects.aggregate(last=Max("pk"))["last"] or 0,
    )
    audit(by=by, subject=SUBJECT, name=name, before={}, after=_noted(endpoint))
    return endpoint, secret


@transaction.atomic
def change_endpoint(*, endpoint: WebhookEndpoint, url: str, events: Sequence[str], by: Member) -> None:
    row = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    before = _noted(row)
    row.url, row.events = url, list(events)
    row.save(update_fields=["url", "events"])
    audit(by=by, subject=SUBJECT, name=row.name, before=before, after=_noted(row))


@transaction.atomic
def rotate_secret(*, endpoint: WebhookEndpoint, by: Member) -> str:
    """Another secret, shown this once; for `GRACE` the one before signs too."""
    row = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    secret, until = new_secret(), timezone.now() + GRACE
    row.old_secret, row.old_secret_until, row.secret = row.secret, until, seal(secret, purpose=PURPOSE)
    row.save(update_fields=["secret", "old_secret", "old_secret_until"])
    audit(by=by, subject=SUBJECT, name=row.name, before={}, after={"rotated": True})
    return secret


@transaction.atomic
def disable_endpoint(*, endpoint: WebhookEndpoint, why: str, by: Member | None = None) -> bool:
    """Send no more to it; what waits is held until it is enabled again. False where it was disabled before.

    `why` is `by_hand`, `failing` or `gone`; without `by` it was the sender that gave up.
    """
    enabled = WebhookEndpoint.objects.filter(pk=endpoint.pk, disabled_at=None)
    if not enabled.update(disabled_at=timezone.now(), disabled_why=why):
        return False
    WebhookDelivery.objects.filter(endpoint=endpoint, state=State.WAITING).update(state=State.HELD)
    if by is not None:
        audit(by=by, subject=SUBJECT, name=endpoint.name, before={"enabled": True}, after={"enabled": False})
    log.error("webhook.disabled", endpoint=endpoint.name, why=why)
    return True


@transaction.atomic
def enable_endpoint(*, endpoint: WebhookEndpoint, by: Member) -> bool:
    """Send again, first what was held. False where it was enabled before."""
    disabled = WebhookEndpoint.objects.filter(pk=endpoint.pk).exclude(disabled_at=None)
    if not disabled.update(disabled_at=None, disabled_why="", failing_since=None):
        return False
    held = WebhookDelivery.objects.filter(endpoint=endpoint, state=State.HELD)
    held.update(state=State.WAITING, tries=0, next_try_at=timezone.now())
    audit(by=by, subject=SUBJECT, name=endpoint.name, before={"enabled": False}, after={"enabled": True})
    ring("webhook_due")
    return True


@transaction.atomic
def remove_endpoint(*, endpoint: WebhookEndpoint, by: Member) -> None:
    """It and what it was told are gone."""
    if WebhookEndpoint.objects.filter(pk=endpoint.pk).delete()[0]:
        audit(by=by, subject=SUBJECT, name=endpoint.name, before={}, after={"removed": True})


@transaction.atomic
def replay_one(*, endpoint: WebhookEndpoint, pk: int) -> bool:
    """Tell an endpoint of one event once more, with the same `webhook-id`. False where there is no such delivery to send."""
    ended = WebhookDelivery.objects.filter(endpoint=endpoint, endpoint__disabled_at=None, pk=pk)
    again = WebhookDelivery.objects.filter(pk__in=ended.values("pk"), state__in=[State.SENT, State.FAILED, State.WAITING])
    if not again.update(state=State.WAITING, tries=0, next_try_at=timezone.now(), ended_at=None):
        return False
    ring("webhook_due")
    return True


def _noted(endpoint: WebhookEndpoint) -> dict[str, object]:
    return {"address": endpoint.url, "events": ", ".join(endpoint.events)}
