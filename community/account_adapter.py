"""Where our accounts differ from allauth's: mail is optional, a member has a language, waiting has an end that is told."""

from __future__ import annotations

import smtplib
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.core.validators import RegexValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from community.admission import NotLetIn, admit, may_join
from community.languages import remember_language, speaking_to
from community.models import Member

log = structlog.get_logger(__name__)

# No "@", so that no name can be taken for somebody's address; a letter or digit first, since names stand in addresses.
username_validators = [
    RegexValidator(r"^\w[\w.+-]*\Z", message=_("Letters, digits and . + - _ only, and a letter or digit first.")),
]
SAID_WITH_MAIL_ONLY = {"account/messages/email_confirmation_sent.txt"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send in the reader's language. A server that does not take it is told of, and breaks nothing else."""
        if not settings.HAS_MAIL:
            return
        try:
            with speaking_to(Member.objects.filter(email=email.lower(), is_active=True).first()):
                super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException) as error:
            log.warning("mail.not_taken", template=template_prefix, error=type(error).__name__)
            told = _("The mail server did not take our mail. Try again later, or ask a moderator for a sign-in link.")
            messages.error(self.request, told)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """As the site's mode says, and as an invitation or a place on the waiting list in the session allows."""
        return may_join(request)

    def save_user(self, request: HttpRequest, user: Member, form: Any, commit: bool = True) -> Member:
        """Make the account and use what it was let in by, both or neither."""
        try:
            with transaction.atomic():
                saved: Member = super().save_user(request, user, form, commit)
                if commit:
                    admit(request, saved)
        except NotLetIn:
            raise ImmediateHttpResponse(redirect("community:waiting")) from None
        return saved

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *rest: Any,
        **more: Any,
    ) -> None:
        if message_template in SAID_WITH_MAIL_ONLY and not settings.HAS_MAIL:
            return
        super().add_message(request, level, message_template, *rest, **more)

    def post_login(self, request: HttpRequest, user: Member, **about_login: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **about_login)
        remember_language(response, user)
        return response
