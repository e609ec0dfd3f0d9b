from __future__ import annotations

from types import SimpleNamespace

from django.utils import timezone

from feedback.stations import line


def step(event, **detail):
    return SimpleNamespace(event=event, at=timezone.now(), actor=None, actor_name="", url="", detail=detail)


def states(*steps):
    return [station.state for station in line(steps, withdrawn=False)]


def test_an_accepted_signal_waits_for_a_dataset():
    accepted = step("accepted", labels=["training_signal"])
    assert states(step("reported"), step("classified"), accepted) == ["done", "done", "done", "now", "todo", "todo"]


def test_an_accepted_bug_waits_for_a_release_and_never_for_a_dataset():
    accepted = step("accepted", labels=["bug_report"])
    assert states(step("reported"), step("classified"), accepted) == ["done", "done", "done", "todo", "now", "todo"]
