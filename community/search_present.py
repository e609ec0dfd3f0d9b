"""From what was found to what the components show."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from community.present import card, card_fields
from community.search_results import Result


def result_card(result: Result) -> dict[str, Any]:
    """What `components/card.html` is given: title and passage with what was found marked."""
    passage = mark_safe(result.passage)  # noqa: S308 -- all but <mark> is escaped by `community.search.snippet`
    if result.where == "replies":
        passage = format_html('<span class="muted">{}</span> {}', _("In a reply:"), passage)
    elif result.where == "beside":
        passage = format_html('<span class="muted">{}</span> {}', _("In the conversation:"), passage)
    title = mark_safe(result.title)  # noqa: S308 -- as above
    return card(card_fields(result.thread)) | {"title": title, "text": passage}
