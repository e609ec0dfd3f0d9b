"""What is wrong with an answer, in words: for the composer, the widget, and whoever reads a report."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from feedback.composing.wrong import codes_in

WRONG = {
    "fact": _("A wrong fact"),
    "reasoning": _("Wrong reasoning"),
    "instruction": _("It ignored an instruction"),
    "refusal": _("It refused without need"),
    "source": _("It made up a source"),
    "language": _("Language"),
    "format": _("Format"),
    "unsafe": _("Unsafe"),
    "outdated": _("Out of date"),
    "length": _("Too long"),
    "other": _("Something else"),
}


def wrong_words(tags: Iterable[str]) -> list[str]:
    """What a report says is wrong with the answer, in the reader's language."""
    return [str(WRONG[code]) for code in codes_in(tags)]
