"""A notice as a mail: text and HTML, in the member's language and time zone, with nothing in it that tells who read it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from community.channels import event_of
from community.digest import digest_of
from community.follow_link import stop_token_of
from community.models import Event, Member, Notice
from community.reader import language_of, zone_of
from community.unsubscribe_link import unsubscribe_token


def compose_mail(notice: Notice, member: Member, *, to: str, connection: BaseEmailBackend) -> EmailMultiAlternatives | None:
    """None where there is nothing to say. Every try of a delivery has the same Message-ID, so that mail programs that
    meet a repeated one can know it again."""
    event = event_of(notice.event)
    off = settings.SITE_ADDRESS + reverse("community:unsubscribe", args=[unsubscribe_token(member, event)])
    with translation.override(language_of(member)), timezone.override(zone_of(member)):
        context: dict[str, Any] = {
            "notice": notice,
            "member": member,
            "site": settings.SITE_ADDRESS,
            "event_label": Event(event).label,
            "unsubscribe_url": off,
            "stop_url": _stop_url(notice, member),
            "language": {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(language_of(member), language_of(member)),
        }
        kind = "notice"
        if event == Event.DIGEST:
            kind = "digest"
            since, until = (datetime.fromtimestamp(notice.detail[name], tz=UTC) for name in ("since", "until"))
            context["digest"] = digest_of(member, since, until)
            if not context["digest"]:
                return None
        subject = render_to_string("mail/subject.txt", context)
        text = render_to_string(f"mail/{kind}.txt", context)
        html = render_to_string(f"mail/{kind}.html", context)
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=text,
        to=[to],
        connection=connection,
        headers={
            "Message-ID": f"<notice-{notice.pk}@{urlsplit(settings.SITE_ADDRESS).hostname}>",
            "List-Unsubscribe": f"<{off}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(html, "text/html")
    return mail


def _stop_url(notice: Notice, member: Member) -> str:
    token = stop_token_of(notice, member)
    return settings.SITE_ADDRESS + reverse("community:stop_follow", args=[token]) if token else ""
