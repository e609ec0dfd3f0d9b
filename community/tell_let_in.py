from __future__ import annotations

import smtplib
from datetime import timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from community.models import WaitingEntry
from community.waiting_link import door_path

MAX_TRIES = 6
WAIT = timedelta(minutes=5)  # doubled after each try

log = structlog.get_logger(__name__)


def tell_let_in() -> int:
    """Write to everyone who was let in and not told yet; says how many. Without a mail server administrators hand links on."""
    told = 0
    while settings.HAS_MAIL and (tried := _tell_one()) is not None:
        told += tried
    return told


@transaction.atomic
def _tell_one() -> bool | None:
    """Claim one and write to them, holding the row: a worker that is killed lets go of it. None where nobody is left."""
    now = timezone.now()
    due = WaitingEntry.objects.select_for_update(skip_locked=True).filter(
        told_at=None, let_in_at__isnull=False, try_at__lte=now, tries__lt=MAX_TRIES, member=None
    )
    entry = due.exclude(address="").order_by("try_at").first()
    if entry is None:
        return None
    entry.tries += 1
    entry.try_at = now + WAIT * 2**entry.tries
    try:
        _write(entry)
        entry.told_at = timezone.now()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("waiting.not_told", entry=entry.pk, error=type(error).__name__)
    entry.save(update_fields=["tries", "try_at", "told_at"])
    return entry.told_at is not None


def _write(entry: WaitingEntry) -> None:
    with translation.override(entry.language or settings.LANGUAGE_CODE):
        context = {"entry": entry, "url": settings.SITE_ADDRESS + door_path(entry)}
        subject = " ".join(render_to_string("mail/let_in_subject.txt", context).split())
        EmailMessage(
            subject=subject,
            body=render_to_string("mail/let_in.txt", context),
            to=[entry.address],
            headers={"Auto-Submitted": "auto-generated"},
        ).send()
