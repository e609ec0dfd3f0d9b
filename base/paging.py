"""Pages by key: the next page starts where this one ended, so page 40,000 is as quick as page 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

T = TypeVar("T", bound=Model)


@dataclass(frozen=True)
class Page(Generic[T]):
    """The `items` of one page, and the key to give as `after` for the next one; None at the end."""

    items: list[T]
    after: str | None


def read_number(text: str) -> int | None:
    """The number of a row that an address names; None where it names none, or none that a bigint could hold."""
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def newest_first(rows: QuerySet[T], *, by: str, after: str | None, size: int, number: str = "pk") -> Page[T]:
    """`size` rows of `rows`, newest first by the time column `by`, from the key `after` on; a key that is none is ignored.
    `number` names the column that tells rows of one time apart.

    `by <= time` alone is what an index can seek; the rest only drops the ties that the page before has shown.
    """
    if (key := read_time(after)) is not None:
        time, pk = key
        rows = rows.filter(Q(**{f"{by}__lte": time}), Q(**{f"{by}__lt": time}) | Q(**{f"{number}__lt": pk}))
    found = list(rows.order_by(f"-{by}", f"-{number}")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    following = None if last is None else f"{getattr(last, by).timestamp():.6f}_{getattr(last, number)}"
    return Page(found[:size], following)


def highest_first(rows: QuerySet[T], *, by: str, after: str | None, size: int) -> Page[T]:
    """`size` rows of `rows`, by the figure `by` from the highest on, from the key `after` on; a key that is none is ignored."""
    figure, _, pk = (after or "").partition("_")
    if re.fullmatch(r"[0-9]{1,10}(\.[0-9]{1,17})?", figure) and re.fullmatch(r"[0-9]{1,18}", pk):
        at, last_pk = float(figure), int(pk)
        rows = rows.filter(Q(**{f"{by}__lte": at}), Q(**{f"{by}__lt": at}) | Q(pk__lt=last_pk))
    found = list(rows.order_by(f"-{by}", "-pk")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], None if last is None else f"{getattr(last, by)}_{last.pk}")


def read_time(key: str | None) -> tuple[datetime, int] | None:
    """The time and number that a key of `newest_first` stands for; None for what is no key."""
    seconds, _, pk = (key or "").partition("_")
    try:
        return datetime.fromtimestamp(float(seconds), tz=UTC), int(pk)
    except (ValueError, OverflowError, OSError):
        return None
