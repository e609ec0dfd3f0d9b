"""From what was found to what `components/results.html` shows: all words are looked up once for a page, not for each card."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from community.present import card, card_fields
from community.search_results import Result

ICONS = {"bug_report": "bug", "feature_request": "wish", "training_signal": "signal"}


def result_cards(found: Sequence[Result]) -> list[dict[str, Any]]:
    """What `components/results.html` is given: the words of a card, with what was found marked in title and passage."""
    kinds, stations = _kinds(), _stations()
    where = {"replies": _muted(_("In a reply:")), "beside": _muted(_("In the conversation:")), "body": ""}
    return [_card(one, kinds, stations, where[one.where]) for one in found]


def _card(result: Result, kinds: dict[str, str], stations: list[str], where: str) -> dict[str, Any]:
    shown = card(card_fields(result.thread))
    at = localtime(shown["at"])
    return shown | {
        "title": mark_safe(result.title),  # noqa: S308 -- all but <mark> is escaped by `community.search.snippet`
        "text": mark_safe(f"{where}{result.passage}"),  # noqa: S308 -- as above
        "kind_words": kinds.get(shown["kind"], kinds[""]),
        "kind_icon": ICONS.get(shown["kind"], shown["kind"]),
        "sure": _sure(shown["probability"]) if shown["by"] == "machine" else "",
        "station_words": "" if shown["station"] is None else stations[min(shown["station"], 6)],
        "at_iso": at.isoformat(),
        "at_words": date_format(at, "DATE_FORMAT"),
        "replies": floatformat(shown["replies"], "0g") if shown["replies"] else "",
        "votes": floatformat(shown["votes"], "0g") if shown["votes"] else "",
    }


def _muted(words: str) -> str:
    return format_html('<span class="muted">{}</span> ', words)


def _kinds() -> dict[str, str]:
    return {
        "bug_report": _("Bug"),
        "feature_request": _("Wish"),
        "training_signal": _("Signal"),
        "question": _("Question"),
        "praise": _("Praise"),
        "": _("Noise"),
    }


def _stations() -> list[str]:
    return [
        _("0 of 6: a draft"),
        _("1 of 6: reported"),
        _("2 of 6: classified"),
        _("3 of 6: accepted"),
        _("4 of 6: in a dataset"),
        _("5 of 6: released"),
        _("6 of 6: confirmed"),
    ]


def _sure(probability: float | None) -> str:
    """How sure the machine is of a kind, as `components/kind.html` says it; nobody is ever quite sure."""
    if probability is None:
        return _("suggested")
    percent = {"percent": min(round(100 * probability), 99)}
    if probability >= 0.9:
        return _("very likely %(percent)s%%") % percent
    if probability >= 0.65:
        return _("likely %(percent)s%%") % percent
    return _("perhaps %(percent)s%%") % percent
