"""A notice to every browser that subscribed, encrypted so that only it can read (RFC 8291)."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from pywebpush import WebPushException, webpush  # type: ignore[import-untyped]

from community.models import Delivery, Member, Notice, PushSubscription
from community.reader import language_of
from community.vapid import vapid

GONE = {404, 410}
_ORIGIN = re.compile(r"(https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?)(?=/)[\x21-\x5b\x5d-\x7e]*\Z")
TIMEOUT = 10  # seconds
TTL = 3 * 24 * 3600  # how long the push service keeps it for a browser that is away


def is_push_service(endpoint: str) -> bool:
    """Whether the address is one of `PUSH_SERVICES`: a browser names it, and we must not be sent to just any server.

    Only a plain host counts, with a port or without: where a backslash or a user name stands in it, programs disagree about
    who is meant, and the one that sends would go elsewhere than the one that checks has looked.
    """
    origin = _ORIGIN.match(endpoint)
    return origin is not None and any(fnmatchcase(origin[1], allowed) for allowed in settings.PUSH_SERVICES)


def send_push(delivery: Delivery, notice: Notice, member: Member) -> bool:
    """True if any browser has it. Each that took it is noted in `reached`, so that a later try passes it over; one that
    has gone is forgotten. Raises what the last failure was, after all were tried."""
    with translation.override(language_of(member)):
        words = " ".join(render_to_string("mail/subject.txt", {"notice": notice}).split())
    url = notice.url or reverse("community:notifications")
    payload = json.dumps({"title": "Huiliu", "body": words[:500], "url": url, "tag": f"notice-{notice.pk}"})
    failure: Exception | None = None
    for browser in PushSubscription.objects.filter(member=member).exclude(pk__in=delivery.reached).order_by("pk"):
        try:
            _post(browser, payload)
        except WebPushException as error:
            if error.response is not None and error.response.status_code in GONE:
                PushSubscription.objects.filter(pk=browser.pk).delete()
            else:
                failure = error
            continue
        except requests.RequestException as error:
            failure = error
            continue
        delivery.reached.append(browser.pk)
        Delivery.objects.filter(pk=delivery.pk, tries=delivery.tries).update(reached=delivery.reached)
    if failure is not None:
        raise failure
    return bool(delivery.reached)


def _post(browser: PushSubscription, payload: str) -> None:
    if not is_push_service(browser.endpoint):  # the list may have become shorter since
        raise WebPushException(f"not a push service: {urlsplit(browser.endpoint).netloc}")
    with requests.Session() as session:
        session.max_redirects = 0
        webpush(
            subscription_info={"endpoint": browser.endpoint, "keys": {"p256dh": browser.p256dh, "auth": browser.auth}},
            data=payload,
            vapid_private_key=vapid(),
            vapid_claims={"sub": settings.VAPID_CONTACT},
            ttl=TTL,
            timeout=TIMEOUT,
            requests_session=session,
        )
