"""What `take_in_reports` keeps of many is what `submit_report` keeps of each, in statements that do not grow with them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.create_member import member_from_elsewhere
from community.members_from_elsewhere import Elsewhere
from community.models import FanOut, Member, SearchDocument, Tag, Thread, ThreadTag
from feedback.models import ConsentGiven, Evidence, Report, Step
from feedback.schema import parse_report
from feedback.submit_report import submit_report
from feedback.take_in_reports import Incoming, take_in_reports
from tests.at_once import at_once
from tests.conftest import report_json

pytestmark = pytest.mark.usefixtures("house")


def incoming(number: int, *, author: str = "u-1", name: str = "Lin", **changed: Any) -> Incoming:
    given = parse_report(report_json(external_id=f"gh-{number}", title=f"report {number}", tags=["Math", "数学"], **changed))
    return Incoming(given, "github", Elsewhere("github", author, name))


def kept(pk: int) -> list[dict[str, Any]]:
    """All that is stored of a report, but for what its number and the clock say."""
    loose = {"id", "source", "detail", "thread_id", "report_id", "external_id", "title", "sha256", "form_key", "heat", "words"}
    rows = [Thread.objects.filter(pk=pk), Report.objects.filter(pk=pk), SearchDocument.objects.filter(pk=pk)]
    rows += [model.objects.filter(report=pk).order_by("pk") for model in (Evidence, ConsentGiven, Step)]
    rows += [ThreadTag.objects.filter(thread=pk).order_by("tag"), FanOut.objects.filter(thread=pk)]
    return [
        {name: value for name, value in row.items() if name not in loose and not name.endswith(("_at", "_on")) and name != "at"}
        for some in rows
        for row in some.values()
    ]


@pytest.mark.django_db
def test_it_keeps_what_the_verb_for_one_keeps(river):
    one = incoming(1)
    author = member_from_elsewhere(source="github", source_id="u-1", name="Lin")
    by_one, _is_new = submit_report(given=one.given, author=author)
    ((by_many, is_new),) = take_in_reports([incoming(2)])

    assert is_new
    assert kept(by_one.pk) == kept(by_many.pk)
    assert by_many.thread.station == Thread.objects.get(pk=by_many.pk).station == 1
    assert by_many.thread.author == author


@pytest.mark.django_db
def test_what_is_there_and_what_a_line_repeats_is_the_same_report():
    ((first, _new),) = take_in_reports([incoming(1)])
    answers = take_in_reports([incoming(2), incoming(1, body="said otherwise"), incoming(2), incoming(3)])

    assert [is_new for _report, is_new in answers] == [True, False, False, True]
    assert answers[1][0] == first
    assert answers[0][0] == answers[2][0]
    assert Report.objects.count() == Evidence.objects.count() == 3


@pytest.mark.django_db
def test_the_same_id_of_another_source_is_another_report(alice):
    elsewhere = incoming(1)._replace(source="forum", author=Elsewhere("forum", "u-1", "Lin"))
    here, _is_new = submit_report(given=elsewhere.given, author=alice)
    answers = take_in_reports([incoming(1), elsewhere])
    assert [is_new for _report, is_new in answers] == [True, True]
    assert len({here.pk, *(report.pk for report, _is_new in answers)}) == 3


@pytest.mark.django_db
def test_reports_without_an_id_are_different_reports():
    nameless = Incoming(parse_report({"title": "the same"}), "github", Elsewhere("github", "u-1", "Lin"))
    assert len({report.pk for report, _is_new in take_in_reports([nameless, nameless])}) == 2


@pytest.mark.django_db
def test_authors_of_one_name_are_two_members_and_tags_of_one_meaning_one_tag(alice):
    answers = take_in_reports(
        [incoming(1, author="a", name="Lin"), incoming(2, author="b", name="Lin"), incoming(3, author="c", name="alice")]
    )
    authors = [report.thread.author for report, _is_new in answers]
    assert len({author.pk for author in authors} | {alice.pk}) == 4
    assert [author.source_id for author in authors] == ["a", "b", "c"]
    assert authors[0].username == "Lin" or authors[1].username == "Lin"
    assert not any(author.has_usable_password() for author in Member.objects.filter(source="github"))
    assert Tag.objects.count() == 2


@pytest.mark.django_db
def test_the_statements_do_not_grow_with_the_reports(river):
    take_in_reports([incoming(0)])

    def statements(numbers: range) -> int:
        with CaptureQueriesContext(connection) as asked:
            take_in_reports([incoming(number, author=f"u-{number}", name=f"Lin {number}") for number in numbers])
        return len(asked)

    assert statements(range(100, 150)) == statements(range(200, 202))


@pytest.mark.django_db(transaction=True)
def test_batches_that_meet_store_each_report_once():
    orders = ([1, 2, 3], [3, 2, 1], [2, 3, 4], [4, 1])
    batches = [[incoming(number, author=f"u-{at}") for number in order] for at, order in enumerate(orders)]
    answers = at_once(lambda place: take_in_reports(batches[place % 4]))

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert Report.objects.count() == Thread.objects.count() == Evidence.objects.count() == 4
    assert sum(is_new for answer in answers for _report, is_new in answer) == 4
