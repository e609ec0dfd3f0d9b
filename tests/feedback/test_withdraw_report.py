"""What is taken back is gone from every page and queue, once and for all."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.models import Thread
from feedback.change_consent import change_consent
from feedback.classify_batch import classify_batch
from feedback.models import ConsentGiven, Report, Step
from feedback.withdraw_report import withdraw_report
from moderation.open_cases import open_cases
from moderation.queries import desk_of, queue
from tests.at_once import at_once


@pytest.mark.django_db
def test_it_leaves_the_pages_and_the_queues(submitted, alice, mona, client, signed_in, triaged):
    case = triaged(title="please forget me")
    assert withdraw_report(report=case.report, by=alice) is True
    assert withdraw_report(report=case.report, by=alice) is False

    for browser in (client, signed_in(alice), signed_in(mona)):
        assert browser.get(reverse("feedback:report", args=[case.pk])).status_code == 404
        for page in ("/", "/releases/", "/m/alice/", "/desk/"):
            assert "please forget me" not in browser.get(page, follow=True).content.decode()
    assert queue() == []
    assert desk_of(mona).count == 0
    assert Step.objects.filter(event="withdrawn").count() == 1


@pytest.mark.django_db
def test_between_two_stages_it_goes_no_further(submitted, alice):
    report = submitted()
    classify_batch()
    withdraw_report(report=report, by=alice)
    assert open_cases() == 0


@pytest.mark.django_db
def test_only_the_reporter_can(submitted, signed_in, bob, mona):
    address = reverse("feedback:withdraw", args=[submitted().pk])
    assert [signed_in(who).post(address).status_code for who in (bob, mona)] == [404, 404]
    assert Thread.objects.get().state == "visible"


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_one_did_it(submitted, alice):
    report = submitted()
    assert sorted(at_once(lambda _n: withdraw_report(report=report, by=alice))) == [False] * 7 + [True]


@pytest.mark.django_db
def test_consent_is_noted_each_time_it_changes(submitted, alice):
    report = submitted()
    for scope in ("research", "research", "training"):
        change_consent(report=report, by=alice, scope=scope)
    report.refresh_from_db()
    assert (report.consent_scope, report.recall_pending) == ("training", False)
    assert list(ConsentGiven.objects.order_by("pk").values_list("scope", flat=True)) == ["training", "research", "training"]
    assert Step.objects.filter(event="consent_changed").count() == 2


@pytest.mark.django_db
def test_consent_given_to_a_withdrawn_report_undoes_no_recall(submitted, alice):
    report = submitted(consent={"scope": "none"})
    withdraw_report(report=report, by=alice)
    change_consent(report=report, by=alice, scope="training")
    assert Report.objects.get().recall_pending is True
