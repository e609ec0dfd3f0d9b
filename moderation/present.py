"""From cases to what the components show."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from community.present import language_tag
from moderation.models import Case


def shown_case(case: Case, *, current: Case) -> dict[str, Any]:
    """What `components/case_row.html` shows."""
    thread = case.report.thread
    return {
        "title": thread.title,
        "url": reverse("moderation:case", args=[case.pk]),
        "language": language_tag(thread.language),
        "reason": _("unsure") if case.why == "abstained" else "",
        "kind": thread.kind,
        "by": thread.kind_by,
        "probability": thread.kind_probability,
        "at": case.opened_at,
        "is_current": case.pk == current.pk,
    }
