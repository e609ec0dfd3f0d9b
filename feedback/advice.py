"""What the classifier makes of a report that is still being written. The model stays with the workers: one is asked, and what
it says waits a minute for whoever asked. Nothing of it is kept, and without workers or Redis there is just no such word.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from redis.exceptions import RedisError

from base.ring import ask
from community.models import Member

WORTH = 15.0  # seconds in which an answer is of use; after that the words have changed


@dataclass(frozen=True)
class Said:
    """The likeliest kind with its probability, whether it is sure enough to act on, and how much the report can teach."""

    kind: str
    probability: float
    abstained: bool
    value: float


def ask_for_advice(member: Member, short: dict[str, Any]) -> str:
    """The name under which the answer will wait, for this member alone; empty where nobody can be asked."""
    name = secrets.token_urlsafe(12)
    return name if ask("feedback.advise", _key(member.pk, name), short, seconds=WORTH) else ""


def advice_said(member: Member, name: str) -> Said | None:
    """What a worker has said by now."""
    try:
        said = caches["moments"].get(_key(member.pk, name))
    except RedisError:
        return None
    return Said(**said) if said else None


def _key(member: int, name: str) -> str:
    return f"advice:{member}:{name}"
