"""Which tasks an event rings, and which beat rings. Rooms name events; only this file knows who listens, so that no room knows
a higher one.
"""

from __future__ import annotations

from typing import Any

_RUNG = {
    "report_submitted": ["feedback.classify_waiting"],
    "report_classified": ["moderation.open_cases"],
    "version_requested": ["tuning.build_waiting"],
    "consent_narrowed": ["tuning.shred_withdrawn"],
    "notice_made": ["community.send_waiting"],
    "let_in": ["community.tell_let_in"],
    "announced": ["community.fan_out"],
}
# What can wait for the sweep is not rung at all: whoever writes must not wait for one more answer of the broker.
_SWEPT = (
    "community.count_threads",
    "community.count_credit",
    "feedback.relate_waiting",
    "feedback.map_versions",
)
# What falls due by the clock, and is rung by nothing else: task and seconds.
_BY_THE_CLOCK = {
    "digests": ("community.make_due_digests", 60.0),
    "old figures": ("community.note_old_figures", 300.0),
    "images": ("community.sweep_images", 60.0),
    "confirmations": ("community.remind_to_confirm", 3600.0),
}


def doorbells(*, has_assistant: bool) -> dict[str, list[str]]:
    """The tasks of each event."""
    asked = {"assistant_asked": ["community.answer_waiting"]}  # without an endpoint nobody would listen: rings would pile up
    return _RUNG | (asked if has_assistant else {})


def schedule(rung: dict[str, list[str]], *, every: float) -> dict[str, dict[str, Any]]:
    """Beat's: everything that is rung again each `every` seconds, for what a lost ring or a killed worker left waiting."""
    swept = [*(task for tasks in rung.values() for task in tasks), *_SWEPT]
    due = {f"sweep {task}": (task, every) for task in swept} | _BY_THE_CLOCK
    return {name: {"task": task, "schedule": when, "options": {"expires": when}} for name, (task, when) in due.items()}
