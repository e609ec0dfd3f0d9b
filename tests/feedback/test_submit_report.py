"""What `submit_report` keeps, and that it keeps it once."""

from __future__ import annotations

import pytest

from base.models import StageTally
from community.models import Thread
from feedback.models import ConsentGiven, Evidence, Report, Step
from feedback.schema import MAX_CHARACTERS, BadReport, parse_report
from feedback.submit_report import submit_report
from tests.at_once import at_once
from tests.conftest import report_json


@pytest.mark.django_db
def test_it_keeps_thread_evidence_consent_and_first_step(submitted, alice, river):
    report = submitted(tags=["math"], rating=-1)

    evidence = Evidence.objects.get(report=report)
    assert evidence.conversation[1] == {"role": "assistant", "content": "17 times 23 is 381."}
    assert (evidence.target, evidence.rating, evidence.tags) == (1, -1, ["math"])
    assert evidence.correction == "17 times 23 is 391."
    consent = ConsentGiven.objects.get(report=report)
    assert (consent.scope, consent.licence, consent.version, consent.given_by) == ("training", "CC-BY-4.0", "1", alice)
    assert report.consent_scope == "training"
    assert [step.event for step in report.steps.all()] == ["reported"]
    thread = Thread.objects.get(pk=report.pk)
    assert (thread.title, thread.language, thread.station) == ("17 times 23 comes out wrong", "en", 1)
    assert thread.model_label == "River 1.0"


@pytest.mark.django_db
def test_the_hash_of_the_evidence_is_that_of_what_came_in(submitted):
    given = parse_report(report_json())
    assert submitted().evidences.get().sha256 == given.sha256()


@pytest.mark.django_db
def test_the_same_source_and_id_is_the_same_report(submitted):
    first = submitted(external_id="gh-4711")
    again = submitted(external_id="gh-4711", title="something else")

    assert again.pk == first.pk
    assert Thread.objects.get().title == "17 times 23 comes out wrong"
    assert (Evidence.objects.count(), ConsentGiven.objects.count(), Step.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_reports_without_an_id_are_different_reports(submitted):
    assert submitted().pk != submitted().pk


@pytest.mark.django_db(transaction=True)
def test_of_eight_at_once_one_is_stored_and_all_get_it(alice):
    given = parse_report(report_json(external_id="gh-4711"))

    answers = at_once(lambda _n: submit_report(given=given, author=alice))

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert len({report.pk for report, _is_new in answers}) == 1
    assert sum(is_new for _report, is_new in answers) == 1
    assert (Report.objects.count(), Thread.objects.count(), Evidence.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_an_unknown_version_is_kept_as_text(submitted, river):
    report = submitted(model="river", model_version="9.9-nightly")
    assert report.model_version is None
    assert (report.model_name, report.version_name) == ("river", "9.9-nightly")
    assert Thread.objects.get(pk=report.pk).model_label == "river 9.9-nightly"


@pytest.mark.django_db
def test_a_known_version_is_found_whatever_the_case_of_its_letters(submitted, river):
    assert str(submitted(model="RIVER", model_version="1.0").model_version) == "River 1.0"


@pytest.mark.django_db
def test_the_longest_names_a_report_may_carry_can_be_stored(submitted):
    report = submitted(model="m" * 60, model_version="v" * 60)
    assert Thread.objects.get(pk=report.pk).model_label.startswith("m" * 60)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("title", "body", "shown"),
    [
        ("", "第一行说明问题。\n\n第二行是细节。", "第一行说明问题。"),
        ("  \n", "\n\n  It says 381\r\nand I wonder", "It says 381"),
        ("字" * 2000, "", "字" * 119 + "…"),
    ],
)
def test_a_card_shows_the_title_or_the_first_line(submitted, title, body, shown):
    report = submitted(title=title, body=body)
    assert report.thread.title == shown
    assert report.evidences.get().title == title  # what was reported stays whole


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"title": " ", "body": "\n"}, "a title or a body is required"),
        ({"body": "a\x00b"}, "NUL"),
        ({"model_version": "1\x000"}, "NUL"),
        ({"language": "z\x00"}, "NUL"),
        ({"consent": {"scope": "training", "licence": "CC\x00"}}, "NUL"),
        ({"body": "x" * (MAX_CHARACTERS + 1)}, "at most 2000000 characters"),
        ({"conversation": [{"role": "user", "content": "x" * 1_000_001}] * 2}, "2,000,000 characters at most"),
        ({"target": 0}, "index of an assistant message"),
        ({"spans": [{"start": 3, "end": 99}]}, "outside the target message"),
        ({"rating": 2}, "rating"),
        ({"created_at": "2026-11-01T08:00:00"}, "zone"),
        ({"body": "half a \ud83d pair"}, "body"),
        ({"colour": "red"}, "colour: unknown key"),
        ({"consent": {"scope": "everything"}}, "consent.scope"),
    ],
)
def test_what_cannot_be_stored_or_understood_is_refused_with_its_reason(changed, reason):
    with pytest.raises(BadReport, match=reason):
        parse_report(report_json(**changed))


@pytest.mark.django_db
def test_two_million_characters_are_taken_whole(submitted):
    long = "长" * (MAX_CHARACTERS - 1)
    report = submitted(conversation=[{"role": "user", "content": "?"}, {"role": "assistant", "content": long}])
    assert report.evidences.get().answer() == long


@pytest.mark.django_db
def test_absent_consent_is_none(alice):
    words = report_json()
    del words["consent"]
    report, _ = submit_report(given=parse_report(words), author=alice)
    assert report.consent_scope == "none"
    assert not StageTally.objects.exists()
