"""The outbox of webhooks: what is due is leased, sent and marked. Retries wait longer and longer, over a day in all."""

from __future__ import annotations

from datetime import timedelta

import structlog
from cryptography.fernet import InvalidToken
from django.db import transaction
from django.utils import timezone

from base.seal import unseal
from base.tally import tally
from feedback.models import WebhookDelivery, WebhookEndpoint
from feedback.webhooks.addresses import NotAllowed, target_of
from feedback.webhooks.endpoints import PURPOSE, disable_endpoint
from feedback.webhooks.payload import payload_of
from feedback.webhooks.post import Answer, post
from feedback.webhooks.sign import headers_of

LEASE = timedelta(minutes=2)  # longer than any try
WAITS = [timedelta(minutes=minutes) for minutes in (0.2, 1, 5, 30, 120, 360, 960)]  # a day in all
MAX_TRIES = len(WAITS) + 1
KEPT = timedelta(days=30)
FORGOTTEN = 1000  # rows at once
State = WebhookDelivery.State

log = structlog.get_logger(__name__)


def send_webhooks() -> int:
    """Send what is due, one by one, until nothing is left that another worker has not claimed; says how many were claimed."""
    claimed = 0
    while (delivery := claim_webhook()) is not None:
        claimed += 1
        _try(delivery)
    return claimed


@transaction.atomic
def claim_webhook() -> WebhookDelivery | None:
    """Lease the delivery that has been due longest; None where none is. The claim filters on its own columns only."""
    now = timezone.now()
    due = WebhookDelivery.objects.select_for_update(skip_locked=True).filter(
        state__in=[State.WAITING, State.SENDING], next_try_at__lte=now
    )
    delivery = due.order_by("next_try_at", "pk").first()
    if delivery is None:
        return None
    delivery.state, delivery.tries, delivery.next_try_at = State.SENDING, delivery.tries + 1, now + LEASE
    delivery.save(update_fields=["state", "tries", "next_try_at"])
    return delivery


def _try(delivery: WebhookDelivery) -> None:
    endpoint = WebhookEndpoint.objects.filter(pk=delivery.endpoint_id).first()
    if endpoint is None:  # it was removed, and its deliveries with it
        return
    if endpoint.disabled_at is not None and _hold(delivery):
        return
    if delivery.tries > MAX_TRIES:  # the worker of its last try was lost
        _failed(delivery, endpoint, Answer(None, "the worker that sent it was lost", 0))
        return
    answer = _post(delivery, endpoint)
    if answer.is_taken:
        _end(delivery, State.SENT, answer)
        WebhookEndpoint.objects.filter(pk=endpoint.pk).exclude(failing_since=None).update(failing_since=None)
    else:
        _failed(delivery, endpoint, answer)


@transaction.atomic
def _hold(delivery: WebhookDelivery) -> bool:
    """Hold it while its endpoint is disabled; False where that was enabled meanwhile, which frees only what is held by then."""
    disabled = WebhookEndpoint.objects.select_for_update().filter(pk=delivery.endpoint_id).exclude(disabled_at=None)
    if not disabled.exists():
        return False
    _end(delivery, State.HELD, Answer(None, "", 0))
    return True


def _post(delivery: WebhookDelivery, endpoint: WebhookEndpoint) -> Answer:
    body = payload_of(delivery)
    try:
        target = target_of(endpoint.url)
    except NotAllowed as error:
        return Answer(None, str(error), 0)
    now = timezone.now()
    sealed = [endpoint.secret]
    if endpoint.old_secret and endpoint.old_secret_until and endpoint.old_secret_until > now:
        sealed.append(endpoint.old_secret)
    try:
        keys = [unseal(one, purpose=PURPOSE) for one in sealed]
    except InvalidToken:
        return Answer(None, "the secret cannot be read with this SECRET_KEY: make a new one", 0)
    signed = headers_of(message_id=f"msg_{delivery.message_id.hex}", timestamp=int(now.timestamp()), body=body, keys=keys)
    return post(target, body, {"Content-Type": "application/json", "User-Agent": "Huiliu-Webhooks/1", **signed})


@transaction.atomic
def _failed(delivery: WebhookDelivery, endpoint: WebhookEndpoint, answer: Answer) -> None:
    """Wait longer after each try; at its end the delivery has failed, and an endpoint that took nothing meanwhile is
    disabled. All else that waits for this endpoint waits too, so that one that is away costs one try, not one each."""
    now = timezone.now()
    WebhookEndpoint.objects.filter(pk=endpoint.pk, failing_since=None).update(failing_since=now)
    log.warning("webhook.failed", endpoint=endpoint.name, delivery=delivery.pk, tries=delivery.tries, status=answer.status)
    if answer.status == 410:  # the endpoint itself says that it is no more
        _end(delivery, State.FAILED, answer)
        disable_endpoint(endpoint=endpoint, why="gone")
    elif delivery.tries >= MAX_TRIES:
        _end(delivery, State.FAILED, answer)
        if not _took(delivery):
            disable_endpoint(endpoint=endpoint, why="failing")
    else:
        delivery.next_try_at = now + WAITS[delivery.tries - 1]
        _end(delivery, State.WAITING, answer)
        later = min(delivery.next_try_at, now + WAITS[2])  # what waits longer already is not called back sooner
        WebhookDelivery.objects.filter(endpoint=endpoint, state=State.WAITING, next_try_at__lt=later).update(next_try_at=later)


def _took(delivery: WebhookDelivery) -> bool:
    """Whether the endpoint took anything since this delivery was made."""
    taken = WebhookDelivery.objects.filter(endpoint=delivery.endpoint_id, state=State.SENT)
    return taken.filter(ended_at__gte=delivery.made_at).exists()


def _end(delivery: WebhookDelivery, state: str, answer: Answer) -> None:
    """Only the try that holds the lease may say what came of it: `tries` is its number."""
    mine = WebhookDelivery.objects.filter(pk=delivery.pk, state=State.SENDING, tries=delivery.tries)
    done = state in {State.SENT, State.FAILED}
    ended = mine.update(
        state=state,
        next_try_at=delivery.next_try_at,
        status_code=answer.status,
        answer=answer.text,
        milliseconds=answer.milliseconds,
        ended_at=timezone.now() if done else None,
    )
    if ended and done:
        tally(stage="webhook", processed=int(state == State.SENT), failed=int(state == State.FAILED))


def forget_webhooks() -> int:
    """Drop deliveries that ended long ago; says how many."""
    old = WebhookDelivery.objects.filter(ended_at__lt=timezone.now() - KEPT).order_by("ended_at")[:FORGOTTEN]
    return WebhookDelivery.objects.filter(pk__in=old.values("pk")).delete()[0]
