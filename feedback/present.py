"""From evidence and steps to what the components show."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.badges import BY_CODE
from community.models import Notice
from community.names import shown_name
from feedback.classifier.reasons import SENTENCES
from feedback.models import Step
from feedback.queries import Funnel
from feedback.stations import line

NAMES: dict[str, Promise] = {
    "reported": _("reported"),
    "classified": _("classified"),
    "accepted": _("accepted"),
    "in_dataset": _("in a dataset"),
    "released": _("released"),
    "confirmed": _("confirmed"),
}
KINDS: dict[str, Promise] = {
    "bug_report": _("bug"),
    "feature_request": _("wish"),
    "training_signal": _("signal"),
    "question": _("question"),
    "praise": _("praise"),
    "noise": _("noise"),
}


def kinds(labels: list[str]) -> str:
    return " · ".join(str(KINDS.get(label, label)) for label in labels)


def stations(steps: list[Step], *, withdrawn: bool) -> list[dict[str, Any]]:
    """What `components/line.html` shows."""
    return [
        {
            "key": station.key,
            "name": gettext("declined") if station.state == "stopped" else NAMES[station.key],
            "state": station.state,
            "at": station.at,
            "who": shown_name(station.who),
            "note": _note(station.key, station.detail),
            "version": station.detail.get("version") if station.key in {"released", "confirmed"} else None,
            "url": station.url,
            "url_text": f"{station.detail.get('dataset')} · {station.detail.get('version')}" if station.url else "",
        }
        for station in line(steps, withdrawn=withdrawn)
    ]


def _note(key: str, detail: Any) -> str:
    if detail.get("abstained"):
        return gettext("the machine is not sure; a person decides")
    words = kinds(detail.get("labels") or [])
    reason = detail.get("reason") or ""
    return " — ".join(part for part in (words, reason) if part)


def legs(counts: Funnel) -> list[dict[str, Any]]:
    """What `components/funnel.html` shows."""
    all_of_them = max(counts.reported, 1)
    named = [
        (_("reports"), counts.reported),
        (_("accepted"), counts.accepted),
        (_("in a dataset"), counts.in_dataset),
        (_("fixed"), counts.released),
    ]
    return [{"name": name, "count": count, "share": min(100, round(100 * count / all_of_them))} for name, count in named]


def reason_words(code: str) -> str:
    """A reason of the classifier in the reader's language; its English is what the offline filter prints."""
    return gettext(SENTENCES.get(code, code))


def words_of(notice: Notice) -> str:
    """What a notice says, in the reader's language."""
    words: dict[str, Promise] = {
        "mentioned": _("%(by)s mentioned you in “%(title)s”"),
        "replied": _("%(by)s replied to “%(title)s”"),
        "followed_thread": _("New in what you watch: “%(title)s”, by %(by)s"),
        "followed_reply": _("%(by)s replied in “%(title)s”, which you watch"),
        "answer_accepted": _("%(by)s says that you answered “%(title)s”"),
        "accepted": _("Accepted: “%(title)s”"),
        "declined": _("Not taken further: “%(title)s”"),
        "relabelled": _("Sorted anew: “%(title)s”"),
        "let_go": _("A moderator looked at what you wrote in “%(title)s”: everyone sees it now"),
        "edit_let_go": _("A moderator looked at your edit in “%(title)s”: everyone sees it now"),
        "edit_refused": _("A moderator did not take your edit in “%(title)s”: it says what it said before"),
        "held_removed": _("A moderator removed what you wrote in “%(title)s”"),
        "reopened": _("Being looked at again: “%(title)s”"),
        "in_dataset": _("Your reports are in a dataset: %(dataset)s, version %(version)s"),
        "released": _("%(version)s is out and answers “%(title)s”. Is it fixed?"),
        "confirm_asked": _("Is it fixed? %(version)s answered “%(title)s” some days ago."),
        "level_1": _("You are known here now: you can post links and images, and your votes and flags count"),
        "level_2": _("You are at home here now: you can tag others' threads and invite people"),
        "level_3": _("You are trusted here now: your limits are the widest there are"),
        "level_down": _("Your level here has changed: see what it opens"),
        "badge": _("A badge for you: %(badge)s"),
        "digest": _("What happened since your last digest"),
    }
    detail = dict(notice.detail)
    if "by" in detail:
        detail["by"] = shown_name(detail["by"])
    if notice.event == "badge" and (badge := BY_CODE.get(detail["badge"])):
        detail["badge"] = str(badge.name)
    said: str = str(words[notice.event]) % detail
    return said
