from __future__ import annotations

from collections.abc import Iterable

from django import template

from tuning.present import row_kind

register = template.Library()
register.filter("row_kind", row_kind)


@register.filter
def row_kinds(kinds: Iterable[str]) -> str:
    """The kinds of rows that a recipe makes, in the reader's language."""
    return " · ".join(row_kind(kind) for kind in kinds)
