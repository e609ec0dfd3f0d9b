"""Tallies add up, whoever counts at the same moment."""

from __future__ import annotations

import pytest

from base.models import StageTally
from base.tally import tally
from tests.at_once import at_once


@pytest.mark.django_db(transaction=True)
def test_eight_workers_count_into_one_tally():
    def count(_number: int) -> None:
        for _ in range(10):
            tally(stage="classify", processed=3, failed=1)

    assert at_once(count) == [None] * 8
    found = StageTally.objects.get()
    assert (found.processed, found.failed) == (240, 80)
