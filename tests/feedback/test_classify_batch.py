"""Each waiting report is classified once, by whoever claims it; one that fails spoils no other."""

from __future__ import annotations

import pytest

from base.models import StageTally
from community.models import Thread
from feedback.classifier.load import Classifier
from feedback.classify_batch import MAX_TRIES, classify_batch
from feedback.models import Classification, Report, Step
from feedback.tasks import classify_waiting
from feedback.withdraw_report import withdraw_report
from moderation.queries import desk_of
from tests.at_once import at_once


@pytest.fixture
def breaks_on(monkeypatch):
    """The real classifier, which falls over reports of one title."""
    classify = Classifier.classify

    def break_on(title: str) -> None:
        def fragile(self, reports):
            if any(report.title == title for report in reports):
                raise ZeroDivisionError(f"cannot read {title}")
            return classify(self, reports)

        monkeypatch.setattr(Classifier, "classify", fragile)

    yield break_on
    monkeypatch.undo()


@pytest.mark.django_db
def test_it_keeps_the_verdict_and_shows_it_on_the_line_and_the_card(submitted):
    report = submitted()
    assert classify_batch() == 1
    assert classify_batch() == 0

    view = Classification.objects.get(report=report)
    thread = Thread.objects.get(pk=report.pk)
    assert (thread.station, thread.kind_by) == (2, "machine")
    assert thread.kind == (view.labels[0] if view.labels else "")
    assert thread.kind_probability == view.probabilities.get(thread.kind)
    step = Step.objects.get(event="classified")
    assert (step.actor_name, step.key) == (view.classifier, str(view.pk))


@pytest.mark.django_db
def test_a_withdrawn_report_is_not_classified(submitted, alice):
    withdraw_report(report=submitted(), by=alice)
    assert classify_batch() == 0


@pytest.mark.django_db(transaction=True)
def test_eight_workers_classify_two_hundred_reports_once_each(submitted):
    for number in range(200):
        submitted(title=f"report {number}")

    claimed = at_once(lambda _n: sum(iter(lambda: classify_batch(limit=10), 0)))

    assert sum(claimed) == 200
    assert sorted(Classification.objects.values_list("report", flat=True)) == sorted(
        Report.objects.values_list("pk", flat=True)
    )
    assert Step.objects.filter(event="classified").count() == 200
    assert not Report.objects.exclude(classified="done").exists()
    assert StageTally.objects.get(stage="classify").processed == 200


@pytest.mark.django_db
def test_a_report_that_cannot_be_classified_is_parked_and_the_others_go_on(submitted, alice, breaks_on):
    others = [submitted(title=f"report {number}") for number in range(5)]
    bad = submitted(title="poison")
    breaks_on("poison")

    classify_waiting()  # rings until nothing waits, as the worker does

    bad.refresh_from_db()
    assert (bad.classified, bad.tries) == ("parked", MAX_TRIES)
    assert bad.last_error == "ZeroDivisionError('cannot read poison')"
    assert desk_of(alice).parked == [bad]
    assert Report.objects.filter(pk__in=[one.pk for one in others], classified="done", tries=0).count() == 5
    tally = StageTally.objects.get(stage="classify")
    assert (tally.processed, tally.failed) == (5, MAX_TRIES)


@pytest.mark.django_db
def test_a_parked_report_that_is_withdrawn_leaves_the_desk(submitted, alice, breaks_on):
    bad = submitted(title="poison")
    breaks_on("poison")
    classify_waiting()
    withdraw_report(report=bad, by=alice)
    assert desk_of(alice).parked == []
