"""The trap that the claims avoid, shown on a real PostgreSQL: a claim through a joined table has several winners.

    UPDATE … WHERE id IN (SELECT … JOIN …)

After it has waited for another's lock, PostgreSQL looks again at the row it updates, but not at the rows of the subquery.
The second worker's condition on its own row is gone into the subquery, so nothing is left to find false. The order is
forced by locks, not by sleeping: the second update is seen to wait in `pg_locks` before the first one commits.
"""

from __future__ import annotations

import pytest

from feedback.models import Report
from tests.at_once import one_after_the_other

pytestmark = pytest.mark.django_db(transaction=True)


def claim(claims) -> int:
    return claims.update(classified=Report.Classified.DONE)


def through_the_thread():
    return Report.objects.filter(classified=Report.Classified.WAITING, thread__state="visible")


def on_own_columns():
    return Report.objects.filter(classified=Report.Classified.WAITING, withdrawn_at=None)


def winners(claims) -> list[int]:
    """How many rows each of two workers claimed, the second of which waited for the first one's lock."""
    return list(one_after_the_other(lambda: claim(claims())))


def test_a_claim_through_a_joined_table_has_two_winners(submitted):
    submitted()
    assert winners(through_the_thread) == [1, 1]


def test_a_claim_on_the_rows_own_columns_has_one(submitted):
    submitted()
    assert winners(on_own_columns) == [1, 0]
