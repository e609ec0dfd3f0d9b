"""The outbox: what waits to leave by mail or push is claimed, sent and marked. docs/adr/0014-outbox.md weighs it."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import structlog
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from base.tally import tally
from community.channels import channels_of, event_of, mail_address
from community.compose_mail import compose_mail
from community.models import Channel, Delivery
from community.queries import open_notices
from community.send_push import send_push

LEASE = timedelta(minutes=5)  # longer than any try: each answer of a mail server is waited for ten seconds
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440)]  # two days in all
MAX_TRIES = len(WAITS) + 1
MAX_LOST = 2  # a delivery whose worker was lost twice is not tried again: at most one mail is repeated

log = structlog.get_logger(__name__)


class Refused(Exception):
    """It will not be taken, however often it is offered."""


def send_deliveries() -> int:
    """Send what is due, one by one, until nothing is left that another worker has not claimed; says how many were claimed."""
    connection = get_connection()
    claimed = 0
    try:
        while (delivery := claim_delivery()) is not None:
            claimed += 1
            _try(delivery, connection)
    finally:
        connection.close()
    return claimed


@transaction.atomic
def claim_delivery() -> Delivery | None:
    """Lease the delivery that has been due longest; None where none is. The claim filters on its own columns only."""
    now = timezone.now()
    due = Delivery.objects.select_for_update(skip_locked=True).filter(
        state__in=[Delivery.State.WAITING, Delivery.State.SENDING], next_try_at__lte=now
    )
    delivery = due.order_by("next_try_at").first()
    if delivery is None:
        return None
    if delivery.state == Delivery.State.SENDING:
        delivery.lost += 1
        delivery.last_error = "the worker that sent it was lost"
    delivery.state, delivery.tries, delivery.next_try_at = Delivery.State.SENDING, delivery.tries + 1, now + LEASE
    delivery.save(update_fields=["state", "tries", "lost", "last_error", "next_try_at"])
    return delivery


def _try(delivery: Delivery, connection: BaseEmailBackend) -> None:
    if delivery.lost >= MAX_LOST:
        _finish(delivery, Delivery.State.PARKED)
        return
    try:
        sent = _send(delivery, connection)
    except Exception as error:
        connection.close()  # whatever the server thinks of us now, the next mail begins anew
        _put_off(delivery, error)
        return
    _finish(delivery, Delivery.State.SENT if sent else Delivery.State.DROPPED)


def _send(delivery: Delivery, connection: BaseEmailBackend) -> bool:
    """False where it is no longer wanted, or the thread is no longer open to the member."""
    member = delivery.notice.member
    notice = open_notices(member).select_related("thread").filter(pk=delivery.notice_id).first()
    if notice is None or delivery.channel not in channels_of(member, event_of(notice.event)):
        return False
    if delivery.channel == Channel.PUSH:
        return send_push(delivery, notice, member)
    mail = compose_mail(notice, member, to=mail_address(member), connection=connection)
    if mail is None:
        return False
    connection.open()
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        if all(code >= 500 for code, _said in error.recipients.values()):
            raise Refused(repr(error)) from error
        raise
    except smtplib.SMTPDataError as error:
        if error.smtp_code >= 500:
            raise Refused(repr(error)) from error
        raise
    return True


def _put_off(delivery: Delivery, error: Exception) -> None:
    """Wait longer after each try; what is refused for good, or has failed too often, is parked with its error."""
    delivery.last_error = repr(error)[:2000]
    log.warning("outbox.failed", delivery=delivery.pk, channel=delivery.channel, tries=delivery.tries, error=repr(error))
    if isinstance(error, Refused) or delivery.tries >= MAX_TRIES:
        _finish(delivery, Delivery.State.PARKED)
        return
    delivery.next_try_at = timezone.now() + WAITS[delivery.tries - 1]
    _finish(delivery, Delivery.State.WAITING)


@transaction.atomic
def _finish(delivery: Delivery, state: Delivery.State) -> None:
    """Only the try that holds the lease may say what came of it: `tries` is its number."""
    sent_at = timezone.now() if state == Delivery.State.SENT else None
    mine = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING, tries=delivery.tries)
    if mine.update(state=state, next_try_at=delivery.next_try_at, last_error=delivery.last_error, sent_at=sent_at):
        tally(stage="tell", processed=int(state == Delivery.State.SENT), failed=int(state == Delivery.State.PARKED))
