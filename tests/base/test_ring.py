"""The doorbell rings after the commit, never before, and never harms who rang it."""

from __future__ import annotations

import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from base.ring import ring


@pytest.fixture
def rung(monkeypatch) -> list[str]:
    """The names of the tasks that were sent; the broker's place, which is what these tests are about, is taken."""
    sent: list[str] = []
    monkeypatch.setattr(current_app, "send_task", lambda task, **_options: sent.append(task))
    return sent


@pytest.mark.django_db(transaction=True)
def test_it_rings_when_the_transaction_has_committed_and_not_before(rung):
    with transaction.atomic():
        ring("report_submitted")
        assert rung == []
    assert rung == ["feedback.classify_waiting"]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_rings_nothing(rung):
    with transaction.atomic():
        ring("report_submitted")
        transaction.set_rollback(True)
    assert rung == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", [OperationalError("refused"), OSError("no route"), RuntimeError("a fault of ours")])
def test_a_broker_that_fails_is_no_error_of_the_caller(monkeypatch, fault):
    def fail(*_args, **_options):
        raise fault

    monkeypatch.setattr(current_app, "send_task", fail)
    told = []
    with transaction.atomic():
        ring("report_submitted")
        transaction.on_commit(lambda: told.append("the next callback"))
    assert told == ["the next callback"]


@pytest.mark.django_db(transaction=True)
def test_an_event_without_listeners_rings_nobody(rung):
    ring("nobody_listens")
    assert rung == []


def test_every_doorbell_rings_a_task_that_exists(settings):
    current_app.loader.import_default_modules()
    assert {task for tasks in settings.DOORBELLS.values() for task in tasks} <= set(current_app.tasks)
