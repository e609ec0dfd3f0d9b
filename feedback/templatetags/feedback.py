from __future__ import annotations

from typing import Any

from django import template

from feedback.models import Step
from feedback.present import kinds, legs
from feedback.queries import funnel, latest_fixes

register = template.Library()


@register.inclusion_tag("components/funnel.html")
def backflow_funnel() -> dict[str, Any]:
    """What became of the last month's reports."""
    return {"legs": legs(funnel())}


@register.simple_tag
def fixes() -> list[Step]:
    """The reports that a release answered last."""
    return latest_fixes()


@register.filter
def as_kinds(labels: list[str]) -> str:
    return kinds(labels)
