"""How far the demo is."""

from __future__ import annotations

from community.models import Thread
from config.demo.files import SOURCE, community
from feedback.models import Report, Step


def is_loaded() -> bool:
    """Whether the last step was taken: a reporter's word on the release."""
    last = community()["release"]["not_fixed"][-1]
    return Step.objects.filter(
        report__source=SOURCE, report__external_id=last, event__in=[Step.Event.NOT_FIXED, Step.Event.CONFIRMED]
    ).exists()


def may_begin() -> bool:
    """The demo begins on an empty site only, or goes on where it was; nobody wants invented people among their own."""
    return Report.objects.filter(source=SOURCE).exists() or not Thread.objects.exists()
