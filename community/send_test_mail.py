from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class TestMail:
    """What came of it. `answers` are the mail server's own lines, in order; `problem` says in plain words what to do."""

    sent: bool
    answers: list[str] = field(default_factory=list)
    problem: str = ""


def send_test_mail(*, to: str) -> TestMail:
    """Send a mail through the server of `EMAIL_URL`, and listen to what it answers. Raises nothing: a failure is an answer."""
    answers: list[str] = []
    message = EmailMessage(
        subject=_("A test from Huiliu"),
        body=_("If you read this, mail works."),
        to=[to],
        connection=_listening(answers),
    )
    try:
        message.send()
    except (OSError, smtplib.SMTPException) as error:
        return TestMail(sent=False, answers=answers, problem=_in_plain_words(error))
    return TestMail(sent=True, answers=answers)


def _listening(answers: list[str]) -> EmailBackend:
    """The backend that mails go through, keeping each reply. What we say is not kept: it holds the password."""

    class Listening(smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP):  # type: ignore[misc]
        def getreply(self) -> tuple[int, bytes]:
            code, said = super().getreply()
            answers.append(f"{code} {said.decode(errors='replace')}")
            return code, said

    class Backend(EmailBackend):
        @property
        def connection_class(self) -> Any:
            return Listening

    return Backend()


def _in_plain_words(error: Exception) -> str:
    host = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    match error:
        case smtplib.SMTPAuthenticationError():
            return _("The server does not accept the user name and password in EMAIL_URL.")
        case smtplib.SMTPRecipientsRefused():
            return _("The server does not take mail for this address.")
        case smtplib.SMTPSenderRefused():
            return _("The server does not take mail from %(sender)s. Set MAIL_FROM to an address that it knows.") % {
                "sender": settings.DEFAULT_FROM_EMAIL
            }
        case smtplib.SMTPNotSupportedError():
            return _("The server does not offer what EMAIL_URL asks for: encryption (smtp+tls) or signing in.")
        case smtplib.SMTPServerDisconnected():
            return _("%(host)s hung up. Is the port the right one for encryption (587: smtp+tls, 465: smtp+ssl)?") % {
                "host": host
            }
        case smtplib.SMTPException():
            return _("The server refused: see its last answer.")
        case ssl.SSLError():
            return _("The encryption with %(host)s failed: a wrong port, or a certificate that is not valid for this name.") % {
                "host": host
            }
        case socket.gaierror():
            return _("Nobody knows a server of the name %(host)s.") % {"host": settings.EMAIL_HOST}
        case TimeoutError():
            return _("%(host)s did not answer within %(seconds)s seconds. Does a firewall stand between?") % {
                "host": host,
                "seconds": settings.EMAIL_TIMEOUT,
            }
        case ConnectionRefusedError():
            return _("Nothing listens at %(host)s.") % {"host": host}
        case _other:
            return _("The connection to %(host)s failed.") % {"host": host}
