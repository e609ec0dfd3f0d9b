"""Each classified report gets one case, and the desk shows first what can teach most."""

from __future__ import annotations

import pytest

from feedback.classify_batch import classify_batch
from feedback.models import Report
from moderation.models import Case
from moderation.open_cases import open_cases
from moderation.priority import priority
from moderation.queries import case_after, first_case, queue
from tests.at_once import at_once


@pytest.mark.django_db
def test_what_is_not_classified_waits(submitted):
    submitted()
    assert open_cases() == 0
    classify_batch()
    assert (open_cases(), open_cases()) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_eight_workers_open_one_case_for_each_of_two_hundred_reports(submitted):
    for number in range(200):
        submitted(title=f"report {number}")
    while classify_batch():
        pass

    opened = at_once(lambda _n: sum(iter(lambda: open_cases(limit=10), 0)))

    assert sum(opened) == 200
    assert set(Case.objects.values_list("pk", flat=True)) == set(Report.objects.values_list("pk", flat=True))
    assert not Report.objects.filter(case_opened=False).exists()


@pytest.mark.django_db
def test_the_queue_is_walked_from_the_dearest_to_the_last_without_a_gap(submitted):
    for number in range(6):
        submitted(title=f"report {number}")
    classify_batch()
    open_cases()
    for case, value in zip(Case.objects.order_by("pk"), [0.2, 0.9, 0.2, 0.5, 0.9, 0.2], strict=True):
        Case.objects.filter(pk=case.pk).update(priority=value)

    walked = [first_case()]
    while behind := case_after(walked[-1]):
        walked.append(behind)
    assert walked == queue()
    assert [case.priority for case in walked] == [0.9, 0.9, 0.5, 0.2, 0.2, 0.2]
    assert [case.pk for case in walked[:2]] == sorted(case.pk for case in walked[:2])  # ties: the older first


def test_priority_is_within_its_bounds_and_raises_what_the_machine_does_not_know():
    assert priority(value=0, abstained=False) == 0
    assert priority(value=1, abstained=True) == 1
    assert priority(value=0.5, abstained=True) > priority(value=0.5, abstained=False)
