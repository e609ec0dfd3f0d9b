"""What is told: names and numbers, addresses, and a title that anybody may read. What somebody wrote is read with a key."""

from __future__ import annotations

from datetime import datetime

import orjson
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from community.access import open_now
from community.models import Thread
from feedback.models import Step, WebhookDelivery


def payload_of(delivery: WebhookDelivery) -> bytes:
    """The body, as JSON: `type`, `timestamp` and `data`. Written at each try: what was closed meanwhile is not told."""
    if delivery.step_id is None:
        return _json(delivery.event, delivery.made_at, delivery.data)
    step = Step.objects.select_related("report").get(pk=delivery.step_id)
    report = step.report
    is_open = Thread.objects.filter(open_now(AnonymousUser()), pk=report.pk)
    data: dict[str, object] = {
        "report": report.pk,
        "source": report.source,
        "external_id": report.external_id,
        "event": step.event,
        "url": settings.SITE_ADDRESS + reverse("feedback:report", args=[report.pk]),
        "api_url": f"{settings.SITE_ADDRESS}/api/v1/reports/{report.pk}",
        "title": is_open.values_list("title", flat=True).first(),
    }
    if step.url:
        data["about"] = settings.SITE_ADDRESS + step.url if step.url.startswith("/") else step.url
    return _json(delivery.event, step.at, data)


def _json(event: str, at: datetime, data: object) -> bytes:
    return orjson.dumps({"type": event, "timestamp": at.isoformat().replace("+00:00", "Z"), "data": data})
