"""Pages by key show each row once, whatever shares a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from base.paging import newest_first
from community.models import Member, Space, Thread

START = datetime(2026, 11, 1, tzinfo=UTC)


class EveryRowOnce(TestCase):
    """Hypothesis asks for a test case of its own, so that each example has its own transaction."""

    @settings(max_examples=20, deadline=None)
    @given(
        st.lists(st.integers(0, 3) | st.integers(0, 10**11), max_size=12),
        st.integers(1, 5),
    )
    def test_pages_hold_each_row_once_newest_first(self, microseconds: list[int], size: int) -> None:
        author, _ = Member.objects.get_or_create(username="lin")
        space, _ = Space.objects.get_or_create(slug="s")
        for offset in microseconds:
            at = START + timedelta(microseconds=offset)
            Thread.objects.create(author=author, space=space, title="t", created_at=at, active_at=at)

        seen, after = [], None
        for _ in range(len(microseconds) + 1):
            page = newest_first(Thread.objects.all(), by="active_at", after=after, size=size)
            assert len(page.items) <= size
            seen += page.items
            if (after := page.after) is None:
                break
        assert seen == list(Thread.objects.order_by("-active_at", "-pk"))


@pytest.mark.django_db
@pytest.mark.parametrize("after", [None, "", "x", "1_x", "nan_1", "1e999_1"])
def test_a_key_that_is_none_is_the_first_page(submitted, after):
    report = submitted()
    page = newest_first(Thread.objects.all(), by="active_at", after=after, size=1)
    assert ([thread.pk for thread in page.items], page.after) == ([report.pk], None)
