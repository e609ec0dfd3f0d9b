"""How many queries each page asks, and what for. None of them grows with what the page shows.

Every page of a member begins with two: their session and themselves.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks(django_assert_num_queries, signed_in):
    """Check how many queries a page asks of a member."""

    def ask(who, address: str, queries: int) -> None:
        browser = signed_in(who)
        browser.get(address)  # what is read once per process has been read
        with django_assert_num_queries(queries):
            assert browser.get(address).status_code == 200

    return ask


def test_the_feed(lively, asks, bob):
    # session, member; threads with authors, spaces, latest fixes, unread notices, how far somebody new has begun
    asks(bob, "/", 7)


def test_the_feed_of_a_visitor(lively, client, django_assert_num_queries):
    # threads with authors, spaces, latest fixes
    client.get("/")  # what is read once per process has been read
    with django_assert_num_queries(3):
        client.get("/")


def test_the_page_of_a_report(lively, asks, bob):
    # session, member; report with thread, author, evidence, classification, steps; replies with authors, what is the reader's
    # own beside it, unread notices
    asks(bob, reverse("feedback:report", args=[lively[0]]), 6)


def test_the_page_of_ones_own_report(lively, asks, alice):
    # as above
    asks(alice, reverse("feedback:report", args=[lively[0]]), 6)


def test_a_case_on_the_desk(lively, asks, mona):
    # session, member; case with report, thread, author, evidence, classification, licence and decisions; queue with threads,
    # own last decisions, what else waits, unread notices
    asks(mona, reverse("moderation:case", args=[lively[0]]), 7)


def test_the_page_of_a_thread(lively, asks, bob):
    # session, member; thread, replies with authors, own vote, unread notices
    asks(bob, reverse("community:thread", args=[lively[1]]), 6)


def test_the_page_of_a_version(lively, asks, dana):
    # session, member; version with recipe, sample rows, number of tombstones, unread notices
    asks(dana, "/datasets/sums/1/", 6)


def test_the_page_of_a_member(lively, asks, bob):
    # session, member; the member shown, their threads, how they are followed, their funnel, badges, unread notices
    asks(bob, "/m/alice/", 8)


def test_what_came_out(lively, asks, bob):
    # session, member; versions with products, fixes with reports, unread notices
    asks(bob, "/releases/", 5)
