from __future__ import annotations

import hashlib

from django.utils.translation import override

from community.models import Thread
from feedback.models import Report, WidgetKey
from feedback.schema import CONSENT_VERSION, LICENCE, ReportIn
from feedback.submit_from_api import submit_from_api
from feedback.widget_report import WidgetReportIn, report_of
from feedback.widget_token import PageUser
from feedback.wrong_words import WRONG


def submit_from_widget(*, given: WidgetReportIn, user: PageUser, key: WidgetKey, request_id: str = "") -> tuple[Report, bool]:
    """Take in what a user said of an answer on another site's page; a repeat gives the same report, and False.

    Only the team sees it: whoever presses a thumb in a chat does not publish the chat. Raises `BadReport`, and
    `submit_from_api.KeyReused` where the same id came with other words.
    """
    return submit_from_api(
        given=as_report(given, user, key),
        access_key=key.access_key,
        idempotency_key=given.id,
        request_id=request_id,
        visibility=Thread.Visibility.TEAM,
    )


def as_report(given: WidgetReportIn, user: PageUser, key: WidgetKey) -> ReportIn:
    """The report in the author's language. Without a name of theirs the site's own id is not shown as one."""
    shown = user.name or f"{key.access_key.name} {hashlib.sha256(f'{key.key}/{user.id}'.encode()).hexdigest()[:8]}"
    author = {"external_id": user.id, "name": shown[:80]}
    with override(given.language.lower()):
        return report_of(given, author=author, words=WRONG, licence=LICENCE, consent_version=CONSENT_VERSION)
