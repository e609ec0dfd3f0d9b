"""How open the site is and which features are shown to whom: read from the database every few seconds, not on every page.

Each process keeps what it read for `settings.SITE_RULES_SECONDS`. Whoever changes it sees it at once: the number of their
change stands in their session, and a process that knows only an earlier one reads again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from community.models import Feature, SiteMode

SESSION_KEY = "site_rules"


@dataclass(frozen=True)
class FeatureRule:
    who: str
    percent: int = 0
    level: int | None = None
    group_id: int | None = None
    team: bool = False


@dataclass(frozen=True)
class SiteRules:
    joining: str
    percent: int
    reading: str
    number: int = 0
    features: Mapping[str, FeatureRule] = field(default_factory=dict)


_kept: tuple[float, SiteRules] | None = None


def site_rules(request: HttpRequest | None = None) -> SiteRules:
    """The rules that hold, at most `settings.SITE_RULES_SECONDS` old, and not older than what the reader changed."""
    seen = 0
    if request is not None and (session := getattr(request, "session", None)) is not None:
        seen = session.get(SESSION_KEY, 0)
    if _kept is not None and time.monotonic() - _kept[0] < settings.SITE_RULES_SECONDS and _kept[1].number >= seen:
        return _kept[1]
    rules = read_rules()
    keep(rules)
    return rules


def keep(rules: SiteRules | None) -> None:
    """Let `rules` hold in this process for a while; None forgets what it knew."""
    global _kept
    _kept = None if rules is None else (time.monotonic(), rules)


def first_rules() -> SiteRules:
    """What the environment says, until an administrator says otherwise."""
    return SiteRules(joining=settings.SITE_JOINING, percent=0, reading=settings.SITE_READING, features=_defaults())


def read_rules() -> SiteRules:
    """From the database; two queries."""
    row = SiteMode.objects.filter(pk=1).first()
    changed = {one.name: FeatureRule(one.who, one.percent, one.level, one.group_id, one.team) for one in Feature.objects.all()}
    first = first_rules()
    if row is None:
        return SiteRules(first.joining, 0, first.reading, 0, {**_defaults(), **changed})
    return SiteRules(row.joining, row.percent, row.reading, row.number, {**_defaults(), **changed})


def bucket_of(*words: str) -> int:
    """0 to 99, evenly spread, and always the same for the same words on this site; nobody else can foresee it."""
    keyed = hashlib.blake2b("\x1f".join(words).encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=8)
    return int.from_bytes(keyed.digest()) % 100


def _defaults() -> dict[str, FeatureRule]:
    table: dict[str, dict[str, Any]] = settings.FEATURES
    return {name: FeatureRule(who=about["who"]) for name, about in table.items()}
