"""The badges there are: few, and each for something that came of it, never for being here often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Badge:
    """Given when the figure `of` reaches `at`. `station`: it was for the first report that came so far."""

    code: str
    icon: str
    name: Promise
    what: Promise
    of: str
    at: int
    station: int = 0


BADGES = [
    Badge("accepted", "check", _("First signal"), _("A report was accepted"), "accepted", 1, 3),
    Badge("in_dataset", "datasets", _("Into the river"), _("A report became part of a dataset"), "in_dataset", 1, 4),
    Badge("released", "history", _("It came back"), _("A new version answered a report"), "released", 1, 5),
    Badge("confirmed", "done", _("Really fixed"), _("A report was fixed, and confirmed by its reporter"), "confirmed", 1, 6),
    Badge("accepted_10", "signal", _("Steady source"), _("Ten reports were accepted"), "accepted", 10),
    Badge("in_dataset_25", "scale", _("Teacher"), _("25 reports are in datasets"), "in_dataset", 25),
    Badge("answer", "reply", _("That was it"), _("An answer solved somebody's question"), "answers_accepted", 1),
    Badge("answers_10", "hand", _("Helping hand"), _("Ten answers solved others' questions"), "answers_accepted", 10),
    Badge("reproduced_10", "copy", _("Me too, exactly"), _("Confirmed ten reports of others that were true"), "reproduced", 10),
    Badge("both", "link", _("Bridge"), _("Wrote five posts each in Chinese and in English"), "both", 5),
    Badge("year", "clock", _("A year here"), _("Has been here for a year, and others found it of use"), "year", 1),
]
BY_CODE = {badge.code: badge for badge in BADGES}


def earned(figures: Mapping[str, int], *, days: int) -> list[Badge]:
    """The badges that these figures of `Credit` earn somebody who joined so many days ago."""
    both = min(figures["posts_en"], figures["posts_zh"])
    useful = figures["liked"] + figures["accepted"] > 0
    more = {**figures, "both": both, "year": int(days >= 365 and useful)}
    return [badge for badge in BADGES if more.get(badge.of, 0) >= badge.at]
