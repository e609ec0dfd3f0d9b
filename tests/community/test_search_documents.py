"""What is found is what is said now: documents follow the verbs, and can be made again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.models import SearchDocument, SearchWord
from community.search.document import day_marks, span_marks
from community.search.parse import parse
from community.search_match import Filters
from community.search_queries import find
from feedback.rebuild_search import rebuild_search
from feedback.schema import parse_report
from feedback.update_report import update_report
from feedback.withdraw_report import withdraw_report
from tests.community.search_table import CORPUS
from tests.community.searching import STRANGER, reply_to

pytestmark = pytest.mark.django_db


def test_an_updated_report_is_found_by_what_it_says_now(submitted):
    report = submitted(external_id="1", body="zeppelin")
    changed = {"title": "New", "body": "dirigible", "external_id": "1", "correction": "airship"}
    update_report(report=report, given=parse_report(changed))
    for gone in ("zeppelin", "381", "distributive"):
        assert report.pk not in find(parse(gone), Filters(), STRANGER).ids
    assert find(parse("dirigible airship"), Filters(), STRANGER).ids == [report.pk]


def test_a_reply_keeps_the_evidence_findable(submitted, bob):
    report = submitted()
    reply_to(report.thread, bob, "dirigible")
    assert find(parse("381 dirigible"), Filters(), STRANGER).ids == [report.pk]


def test_a_withdrawn_report_leaves_nothing_to_search(submitted, alice):
    report = submitted()
    withdraw_report(report=report, by=alice)
    assert not SearchDocument.objects.filter(pk=report.pk).exists()


def test_rebuilding_makes_the_same_documents_again(corpus):
    columns = ("pk", "created_at", "beside", "words")
    before = list(SearchDocument.objects.order_by("pk").values_list(*columns))
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()
    assert rebuild_search() == len(CORPUS)
    assert list(SearchDocument.objects.order_by("pk").values_list(*columns)) == before
    assert SearchWord.objects.get(word="幻觉").seen == 2


@given(first=st.dates(), days=st.integers(0, 400))
def test_days_are_covered_exactly(first, days):
    last = min(first.toordinal() + days, date.max.toordinal())
    wanted = set(span_marks(first, date.fromordinal(last)))
    assert len(wanted) <= 7 + 7 + 7 + 7 + days // 64
    for near in range(max(1, first.toordinal() - 70), min(last + 70, date.max.toordinal())):
        day = date(1, 1, 1) + timedelta(days=near - 1)
        assert bool(wanted & set(day_marks(day))) == (first.toordinal() <= near <= last)
