"""A release answers reports; their reporters are asked once, and have the last word."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.models import Notice, Thread
from feedback.confirm_fix import NothingToConfirm, confirm_fix
from feedback.models import ModelVersion, Step
from feedback.release import release
from feedback.stations import line

pytestmark = pytest.mark.django_db


def station(report) -> int:
    """Where the card says the report is, which must be where its steps say it is."""
    shown = Thread.objects.get(pk=report.pk).station
    done = [one.state for one in line(report.steps.order_by("pk"), withdrawn=False)].count("done")
    assert shown == done
    return shown


@pytest.fixture
def answered(submitted, river, mona):
    report = submitted()
    release(product=river, name="1.1", by=mona, fixes=[report])
    return report


def test_a_release_moves_its_reports_and_tells_each_reporter_once(submitted, river, mona, alice):
    reports = [submitted(), submitted()]
    for _ in range(2):
        version = release(product=river, name="1.1", by=mona, fixes=reports, notes="Better at sums.")
    assert (version.notes, version.released_at is not None) == ("Better at sums.", True)
    assert ModelVersion.objects.filter(name="1.1").count() == 1
    assert [station(report) for report in reports] == [5, 5]
    assert Notice.objects.filter(member=alice, event="released").count() == 2
    assert Step.objects.filter(event="released").count() == 2


def test_without_a_release_there_is_nothing_to_confirm(submitted, alice):
    with pytest.raises(NothingToConfirm):
        confirm_fix(report=submitted(), by=alice, is_fixed=True)


def test_a_confirmation_closes_the_line_and_is_taken_once(answered, alice):
    for _ in range(2):
        confirm_fix(report=answered, by=alice, is_fixed=True)
    assert station(answered) == 6
    assert Step.objects.filter(event="confirmed").count() == 1


def test_who_says_that_it_is_not_fixed_waits_for_the_next_release(answered, alice, mona, river):
    confirm_fix(report=answered, by=alice, is_fixed=False)
    assert station(answered) == 1  # all that it had reached before the release
    release(product=river, name="1.2", by=mona, fixes=[answered])
    assert station(answered) == 5
    confirm_fix(report=answered, by=alice, is_fixed=True)
    assert station(answered) == 6


def test_a_reporter_may_think_again(answered, alice):
    for is_fixed in (True, False, False, True):
        confirm_fix(report=answered, by=alice, is_fixed=is_fixed)
    assert station(answered) == 6
    assert [step.event for step in answered.steps.order_by("pk")][-3:] == ["confirmed", "not_fixed", "confirmed"]


def test_the_same_release_recorded_again_does_not_overrule_the_reporter(answered, alice, mona, river):
    confirm_fix(report=answered, by=alice, is_fixed=False)
    release(product=river, name="1.1", by=mona, fixes=[answered])
    assert station(answered) == 1


def test_only_the_reporter_is_asked(answered, signed_in, bob, alice):
    address = reverse("feedback:confirm", args=[answered.pk])
    assert signed_in(bob).post(address, {"fixed": "yes"}).status_code == 404
    assert signed_in(alice).post(address, {"fixed": "yes"}).status_code == 302
    assert station(answered) == 6


def test_a_declined_report_that_its_source_changes_stays_declined_on_its_line(triaged, mona):
    from feedback.classify_batch import classify_batch
    from feedback.schema import parse_report
    from feedback.update_report import update_report
    from moderation.decline_report import decline_report
    from tests.conftest import report_json

    case = triaged()
    decline_report(case=case, by=mona, reason="It is 391 indeed.")
    update_report(report=case.report, given=parse_report(report_json(body="more words")))
    classify_batch()
    assert [one.state for one in line(case.report.steps.order_by("pk"), withdrawn=False)][:3] == ["done", "done", "stopped"]
