"""The living style guide: every component in every state, fed with samples. It reads nothing from the database."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

KINDS = ("bug_report", "feature_request", "training_signal", "question", "praise", "noise")


class SampleForm(forms.Form):
    """One field of each widget the site uses."""

    title = forms.CharField(label=_("Title"), help_text=_("One sentence: what did the model get wrong?"))
    model = forms.ChoiceField(label=_("Model"), choices=[("", "…"), ("k2", "kimi k2-0905")])
    body = forms.CharField(label=_("What happened"), widget=forms.Textarea, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[("en", "English"), ("zh", "中文")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    seen_again = forms.BooleanField(
        label=_("It happens every time"), help_text=_("You tried it more than once."), required=False
    )
    consent = forms.ChoiceField(
        label=_("What may we do with this report?"),
        choices=[("none", _("Only read it")), ("research", _("Study it")), ("training", _("Learn from it"))],
        widget=forms.RadioSelect,
        initial="training",
    )


def line(reached: int, now: datetime, stopped: bool = False) -> list[dict[str, Any]]:
    """The six stations of one report that reached station `reached` (1..6); `stopped`: it went no further."""
    names = (_("Reported"), _("Classified"), _("Accepted"), _("In a dataset"), _("Released"), _("Confirmed"))
    facts: tuple[dict[str, Any], ...] = (
        {"who": "林晓", "note": _("The year is wrong.")},
        {"who": "linear@3", "note": _("training signal, 92%")},
        {"who": "Marta"},
        {"url": "#", "url_text": "corrections", "version": "v7"},
        {"url": "#", "url_text": "kimi k2-1101"},
        {"who": "林晓", "note": _("It is right now.")},
    )
    stations: list[dict[str, Any]] = []
    for number, (name, fact) in enumerate(zip(names, facts, strict=True), start=1):
        state = "done" if number < reached or reached == 6 else "todo"
        if number == reached and reached < 6:
            state = "stopped" if stopped else "now"
        stations.append({"key": str(number), "name": name, "state": state})
        if state != "todo":
            stations[-1] |= {"at": now - timedelta(days=30 - 5 * number), **fact}
    return stations


def cards(now: datetime) -> list[dict[str, Any]]:
    """Feed cards: one per kind of state, in both languages."""
    common: dict[str, Any] = {"url": "#", "author_url": "#", "at": now - timedelta(hours=3)}
    return [
        common
        | {
            "title": "Says the treaty was signed in 1843; it was 1842",
            "language": "en",
            "kind": "training_signal",
            "by": "person",
            "station": 6,
            "author": "marta",
            "model": "kimi k2-0905",
            "happened": _("confirmed"),
            "text": "Asked twice, in two phrasings. The answer cites the right article and then the wrong year.",
            "replies": 4,
            "votes": 23,
            "voted": True,
            "vote_url": "#",
        },
        common
        | {
            "title": "把“不以为然”解释成“不放在心上”，应为“不认为是对的”",
            "language": "zh-Hans",
            "kind": "training_signal",
            "by": "machine",
            "probability": 0.92,
            "station": 2,
            "author": "林晓",
            "model": "kimi k2-0905",
            "happened": _("classified"),
            "replies": 1,
            "votes": 7,
            "vote_url": "#",
        },
        common
        | {
            "title": "長對話之後，模型把繁體字改成簡體字",
            "language": "zh-Hant",
            "kind": "bug_report",
            "by": "person",
            "station": 3,
            "author": "阿哲",
            "model": "kimi k2-1101",
            "happened": _("accepted"),
            "votes": 12,
            "vote_url": "#",
            "text": "前二十輪都是繁體，之後混入簡體，提醒也沒有用。",
        },
        common
        | {
            "title": "Let me pin an answer so that I find it again",
            "language": "en",
            "kind": "feature_request",
            "by": "machine",
            "probability": 0.7,
            "station": 1,
            "stopped": True,
            "author": "old-heron",
            "votes": 2,
            "happened": _("closed as a wish"),
        },
    ]


CONVERSATION: list[dict[str, Any]] = [
    {"role": "system", "content": "You are a careful historian.", "language": "en"},
    {"role": "user", "content": "When was the Treaty of Nanking signed, and where?", "language": "en"},
    {
        "role": "assistant",
        "is_target": True,
        "language": "en",
        "html": mark_safe(
            "<p>It was signed on 29 August <mark>1843</mark>, aboard HMS <em>Cornwallis</em> on the Yangtze.</p>"
        ),
    },
    {"role": "user", "language": "zh-Hans", "content": "这一份材料很长，请逐段核对年份。" * 120},
]
DIFF = [
    {"op": "same", "text": "It was signed on 29 August "},
    {"op": "del", "text": "1843"},
    {"op": "add", "text": "1842"},
    {"op": "same", "text": ", aboard HMS Cornwallis on the Yangtze."},
]


def replies(now: datetime) -> list[dict[str, Any]]:
    """Replies in each state."""
    words = mark_safe("<p>I get the same with temperature 0. Asking in Chinese gives the right year.</p>")
    base: dict[str, Any] = {
        "author": "marta",
        "author_url": "#",
        "at": now - timedelta(minutes=40),
        "html": words,
        "language": "en",
    }
    return [
        base | {"id": 1, "role": _("moderator"), "vote_url": "#", "votes": 3, "flag_url": "#"},
        base | {"id": 2, "state": "held", "author": "林晓", "edited_at": now},
        base | {"id": 3, "state": "removed", "reason": _("Reason: somebody's telephone number."), "author": "old-heron"},
    ]


def cases(now: datetime) -> list[dict[str, Any]]:
    """Rows of the desk's queue."""
    common: dict[str, Any] = {"url": "#", "by": "machine", "at": now - timedelta(hours=2)}
    return [
        common
        | {
            "title": "Says the treaty was signed in 1843",
            "language": "en",
            "kind": "training_signal",
            "probability": 0.92,
            "is_current": True,
        },
        common
        | {
            "title": "回答里出现了手机号码",
            "language": "zh-Hans",
            "kind": "bug_report",
            "probability": 0.58,
            "reason": _("personal data"),
            "held_by": "Marta",
        },
        common
        | {
            "title": "Cheap watches, best price",
            "language": "en",
            "kind": "noise",
            "probability": 0.97,
            "reason": _("spam"),
            "count": 14,
        },
    ]


def samples() -> dict[str, Any]:
    """The whole context of templates/style_guide.html."""
    now = timezone.now()
    wrong = SampleForm({"model": "k2", "consent": "training"})
    wrong.add_error(None, _("The site is being updated; nothing was lost."))
    return {
        "kinds": KINDS,
        "cards": cards(now),
        "line_now": line(4, now),
        "line_closed": line(6, now),
        "line_stopped": line(3, now, stopped=True),
        "legs": [
            {"name": _("reports this month"), "count": 412, "share": 100, "url": "#"},
            {"name": _("accepted"), "count": 171, "share": 41.5, "url": "#"},
            {"name": _("rows in a dataset"), "count": 96, "share": 23.3, "url": "#"},
            {"name": _("fixes confirmed"), "count": 11, "share": 2.7, "url": "#"},
        ],
        "turns": CONVERSATION,
        "diff": DIFF,
        "replies": replies(now),
        "cases": cases(now),
        "form": SampleForm(auto_id="plain_%s"),
        "wrong_form": wrong,
        "notices": ["info", "success", "warning", "error"],
    }
