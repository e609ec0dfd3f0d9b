"""A version holds each accepted, consented signal once, is built once, and is proved before anyone has it."""

from __future__ import annotations

import pytest

import tuning.build_version
import tuning.publish_version
from community.models import Notice
from feedback.change_consent import change_consent
from feedback.models import Step
from feedback.withdraw_report import withdraw_report
from moderation.decline_report import decline_report
from moderation.models import Case
from moderation.relabel_report import relabel_report
from moderation.reopen_case import reopen_case
from tests.at_once import at_once
from tuning.build_version import MAX_TRIES, build_waiting_version
from tuning.models import Row, Version
from tuning.publish_version import publish_written_version, summarise
from tuning.request_version import request_version
from tuning.shred_withdrawn import shred_withdrawn


@pytest.mark.django_db
def test_only_accepted_consented_signals_come_in(accepted, triaged, built, mona, alice):
    good = accepted()
    accepted(labels=["bug_report"])
    accepted(consent={"scope": "research"})
    withdraw_report(report=accepted(), by=alice)
    change_consent(report=accepted(), by=alice, scope="none")
    triaged()
    decline_report(case=triaged(), by=mona, reason="no")
    relabel_report(case=Case.objects.get(pk=accepted().pk), by=mona, labels=["question"])
    reopen_case(case=Case.objects.get(pk=accepted().pk), by=mona)

    version = built()
    assert set(version.rows.values_list("report", flat=True)) == {good.pk}
    assert version.counts["rows"] == 2
    assert version.counts["kind"] == {"kto": 1, "preference": 1}


@pytest.mark.django_db
def test_reports_and_reporters_are_told_once_however_many_are_in(accepted, built, alice):
    reports = [accepted(title=f"report {number}") for number in range(3)]
    Notice.objects.all().delete()
    version = built()
    assert Step.objects.filter(event="in_dataset", key=str(version.pk)).count() == len(reports)
    notice = Notice.objects.get(member=alice)
    assert (notice.event, notice.url) == ("in_dataset", "/datasets/sums/1/")
    assert {report.thread.station for report in map(refreshed, reports)} == {4}


def refreshed(report):
    report.thread.refresh_from_db()
    return report


@pytest.mark.django_db
def test_a_request_while_one_waits_is_the_same_version_and_the_next_one_counts_on(accepted, recipe, built):
    first = request_version(recipe=recipe)
    assert request_version(recipe=recipe) == first
    assert built() == first
    assert request_version(recipe=recipe).number == 2


@pytest.mark.django_db
def test_the_same_reports_give_the_same_hash_and_another_report_another(accepted, built):
    accepted()
    one, two = built(), built()
    rows = [list(version.rows.order_by("pk").values_list("row_id", "content_sha256")) for version in (one, two)]
    assert rows[0] == rows[1]
    assert (one.sha256, one.counts) == (summarise(one)[1], two.counts)
    accepted(correction="391, without a doubt.")
    assert built().counts["rows"] == 4


@pytest.mark.django_db(transaction=True)
def test_eight_workers_build_a_version_once(accepted, recipe):
    accepted()
    version = request_version(recipe=recipe)

    def work(_number: int) -> tuple[bool, bool]:
        return build_waiting_version(), publish_written_version()

    answers = at_once(work)
    while publish_written_version():
        pass
    assert sum(built for built, _published in answers) == 1, answers
    version.refresh_from_db()
    assert (version.state, version.rows.count()) == ("ready", 2)
    assert Notice.objects.filter(event="in_dataset").count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_requests_at_once_are_one_version(recipe):
    answers = at_once(lambda _n: request_version(recipe=recipe))
    assert len(set(answers)) == 1
    assert Version.objects.count() == 1


@pytest.mark.django_db
def test_a_build_that_falls_is_tried_again_and_then_fails_with_its_reason(accepted, recipe, monkeypatch):
    accepted()
    version = request_version(recipe=recipe)

    def fall(*_args, **_kwargs):
        raise MemoryError("too much")

    monkeypatch.setattr(tuning.build_version, "make_rows", fall)
    for _ in range(MAX_TRIES):
        assert build_waiting_version() is True
    assert build_waiting_version() is False
    version.refresh_from_db()
    assert (version.state, version.tries, version.last_error) == ("failed", MAX_TRIES, "MemoryError('too much')")
    assert not Row.objects.exists()


@pytest.mark.django_db
def test_what_is_withdrawn_between_writing_and_publishing_is_not_published(accepted, recipe, alice):
    kept, gone = accepted(), accepted()
    version = request_version(recipe=recipe)
    build_waiting_version()
    withdraw_report(report=gone, by=alice)
    shred_withdrawn()
    publish_written_version()
    version.refresh_from_db()
    assert (version.state, version.counts["rows"]) == ("ready", 2), version.last_error
    assert set(version.rows.values_list("report", flat=True)) == {kept.pk}
    assert version.superseded_at is None  # nobody ever had what it does not hold
    assert not version.tombstones.exists()


@pytest.mark.django_db
def test_consent_narrowed_and_widened_again_while_a_version_is_written_fails_no_proof(accepted, recipe, alice):
    report = accepted()
    accepted(title="another")
    version = request_version(recipe=recipe)
    build_waiting_version()
    change_consent(report=report, by=alice, scope="none")
    shred_withdrawn()
    change_consent(report=report, by=alice, scope="training")
    publish_written_version()
    version.refresh_from_db()
    assert (version.state, version.counts["rows"]) == ("ready", 2), version.last_error


@pytest.mark.django_db
def test_a_version_that_the_readers_refuse_is_not_published(accepted, recipe, monkeypatch):
    accepted()
    version = request_version(recipe=recipe)
    build_waiting_version()
    row = Row.objects.get(kind="preference")
    row.content["chosen"] = row.content["rejected"]  # a pair without a difference, which every reader drops
    row.save()
    publish_written_version()
    version.refresh_from_db()
    assert version.state == "failed"
    assert "preference" in version.last_error
    assert not Notice.objects.filter(event="in_dataset").exists()


@pytest.mark.django_db
def test_personal_data_does_not_reach_a_row(accepted, built):
    accepted(correction="Call me on 13812345678, it is 391.")
    version = built()
    content = version.rows.get(kind="preference").content
    assert "13812345678" not in str(content)
    assert content["pii_status"] == "redacted"
