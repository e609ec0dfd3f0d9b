"""How a room answers "everything about me": with named tables, each saying which links to a member it answers for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils.module_loading import import_string

from community.models import Member


@dataclass(frozen=True)
class Part:
    """One file of the download: `name`.json holds `rows`. `covers` names foreign keys as "app.Model.field"."""

    name: str
    rows: QuerySet[Any, dict[str, Any]]
    covers: tuple[str, ...] = ()


def part(name: str, rows: QuerySet[Any], *, covers: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Part:
    """All columns of `rows` but those in `without` (secrets, and what is about somebody else), oldest first."""
    model: type[Model] = rows.model
    columns = [field.attname for field in model._meta.concrete_fields if field.name not in without]
    return Part(name, rows.order_by("pk").values(*columns), covers)


def parts_of(member: Member) -> list[Part]:
    """What every room holds of the member, by `settings.MEMBER_EXPORTS`."""
    rooms: list[Callable[[Member], list[Part]]] = [import_string(path) for path in settings.MEMBER_EXPORTS]
    return [one for room in rooms for one in room(member)]
