"""A source sends a report again: what it says now stands beside what it said."""

from __future__ import annotations

import pytest

from feedback.change_consent import change_consent
from feedback.classify_batch import classify_batch
from feedback.models import Classification, ConsentGiven, Evidence, Report
from feedback.schema import parse_report
from feedback.update_report import update_report
from feedback.withdraw_report import withdraw_report
from tests.at_once import at_once
from tests.conftest import report_json


def changed(**fields):
    return parse_report(report_json(**fields))


@pytest.mark.django_db
def test_the_earlier_evidence_stays_and_the_report_is_classified_again(submitted):
    report = submitted()
    classify_batch()

    assert update_report(report=report, given=changed(correction="It is 391, of course."))
    classify_batch()

    old, new = Evidence.objects.filter(report=report).order_by("pk")
    assert (old.correction, old.is_current) == ("17 times 23 is 391.", False)
    assert (new.correction, new.is_current) == ("It is 391, of course.", True)
    assert [view.is_current for view in Classification.objects.order_by("pk")] == [False, True]


@pytest.mark.django_db
def test_the_same_again_changes_nothing(submitted):
    report = submitted()
    classify_batch()
    assert update_report(report=report, given=changed()) is False
    report.refresh_from_db()
    assert (report.classified, report.evidences.count()) == ("done", 1)


@pytest.mark.django_db
def test_the_thread_shows_what_is_said_now(submitted, river):
    report = submitted(model_version="0.9")
    update_report(report=report, given=changed(title="", body="乘法算错了。", model_version="1.0"))
    report.refresh_from_db()
    thread = report.thread
    assert (thread.title, thread.body, thread.language) == ("乘法算错了。", "乘法算错了。", "zh")
    assert (thread.model_label, str(report.model_version)) == ("River 1.0", "River 1.0")


@pytest.mark.django_db
def test_a_narrower_consent_reaches_the_report_and_recalls_it(submitted):
    report = submitted()
    update_report(report=report, given=changed(consent={"scope": "none"}))
    report.refresh_from_db()
    assert (report.consent_scope, report.recall_pending) == ("none", True)
    assert list(ConsentGiven.objects.order_by("pk").values_list("scope", flat=True)) == ["training", "none"]


@pytest.mark.django_db
def test_what_the_reporter_changed_here_is_not_changed_back_by_a_repeat(submitted, alice):
    report = submitted()
    change_consent(report=report, by=alice, scope="none")
    update_report(report=report, given=changed(correction="391."))
    report.refresh_from_db()
    assert report.consent_scope == "none"


@pytest.mark.django_db
def test_a_withdrawn_report_takes_nothing_in(submitted, alice):
    report = submitted()
    withdraw_report(report=report, by=alice)
    assert update_report(report=report, given=changed(body="more")) is False
    assert report.evidences.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_updates_at_once_all_are_kept_and_one_is_current(submitted):
    report = submitted()
    answers = at_once(lambda n: update_report(report=report, given=changed(body=f"words {n}")))
    assert answers == [True] * 8
    assert report.evidences.count() == 9
    assert report.evidences.filter(is_current=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_updates_while_workers_classify_lock_nobody_out(submitted):
    reports = [submitted() for _ in range(24)]

    def work(number: int) -> None:
        if number % 2:
            for report in reports[number::8]:
                update_report(report=report, given=changed(body=f"words {number}"))
        else:
            while classify_batch(limit=4):
                pass

    assert at_once(work) == [None] * 8
    while classify_batch():
        pass
    for report in Report.objects.all():
        current = report.evidences.get(is_current=True)
        view = report.classifications.get(is_current=True)
        assert (report.classified, view.created_at > current.received_at) == ("done", True)
