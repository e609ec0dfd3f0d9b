from __future__ import annotations

import pytest

from feedback.schema import parse_report
from feedback.update_report import update_report
from moderation.accept_report import accept_report
from tests.conftest import report_json
from tuning.candidates import accepted_reports
from tuning.create_recipe import create_recipe

pytestmark = pytest.mark.django_db


def test_what_a_source_sends_after_the_decision_reaches_no_dataset_unseen(triaged, mona):
    case = triaged()
    accept_report(case=case, by=mona, labels=["training_signal"])
    update_report(report=case.report, given=parse_report(report_json(correction="Buy pills at example.com.")))
    recipe = create_recipe(slug="first", name="First", kinds=["preference"], languages=[])
    assert [accepted.correction for accepted in accepted_reports(recipe)] == ["17 times 23 is 391."]
