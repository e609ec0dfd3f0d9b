"""How often a key may call, and the headers that say so: those of draft-ietf-httpapi-ratelimit-headers, in its present form
(`RateLimit`, `RateLimit-Policy`) and in the earlier one that most clients read."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from rest_framework.throttling import BaseThrottle

from base.limits import Limit, TooSoon, take
from feedback.models import AccessKey

SECONDS = 60


class KeyThrottle(BaseThrottle):
    """`API_CALLS_PER_MINUTE` for each key, times `RATE_LIMITS`; a batch is one call."""

    seconds = 0.0

    def allow_request(self, request: Any, view: Any) -> bool:
        amount = round(settings.API_CALLS_PER_MINUTE * settings.RATE_LIMITS)
        if not amount or not isinstance(request.user, AccessKey):
            return True
        limit = Limit(f"api:{request.user.pk}:{SECONDS}", amount, SECONDS)
        try:
            (full_in,) = take([limit])
        except TooSoon as refused:
            self.seconds = refused.seconds
            request.rate_limit = (amount, 0, refused.seconds)
            return False
        left = max(0, math.floor((SECONDS - full_in) * amount / SECONDS + 1e-6))
        request.rate_limit = (amount, left, math.ceil(full_in))
        return True

    def wait(self) -> float:
        return self.seconds


def limit_headers(request: Any) -> dict[str, str]:
    """Of a call that was counted: how many there may be in a minute, how many are left, and in how many seconds all of them,
    or after a refusal the next one, will be there."""
    if (counted := getattr(request, "rate_limit", None)) is None:
        return {}
    amount, left, seconds = counted
    return {
        "RateLimit-Limit": str(amount),
        "RateLimit-Remaining": str(left),
        "RateLimit-Reset": str(seconds),
        "RateLimit-Policy": f'"key";q={amount};w={SECONDS}',
        "RateLimit": f'"key";r={left};t={seconds}',
    }
