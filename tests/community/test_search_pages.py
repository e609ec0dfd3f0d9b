"""The order of what is found, page after page, and what a page asks of the database."""

from __future__ import annotations

import pytest

from community.index_threads import note_words
from community.models import Member, Space, Thread
from community.search.parse import parse
from community.search_match import Filters, Words, newest_matching
from community.search_queries import find
from community.submit_thread import submit_thread
from tests.community.search_table import CORPUS
from tests.community.searching import ADDRESS, STRANGER, many, reply_to

pytestmark = pytest.mark.django_db


def test_pages_by_time_hold_each_thread_once(alice):
    ids = many(alice, 120)
    shown, after = [], None
    while True:
        page = find(parse("dirigible"), Filters(), STRANGER, order="newest", after=after)
        shown += page.ids
        if (after := page.after) is None:
            break
    assert shown == ids


@pytest.mark.parametrize("order", ["best", "newest"])
def test_a_beginning_that_many_hold_finds_the_newest_and_one_that_few_hold_finds_all(alice, monkeypatch, order):
    """Also where a word that begins so stands where no words are noted."""
    monkeypatch.setattr("community.search_queries.COUNTED", 30)
    ids = many(alice, 60)
    assert find(parse("dirigi*"), Filters(), STRANGER, order=order).count == 31  # no word is noted: the index is asked
    note_words(["dirigible"])
    assert set(find(parse("dirigi*"), Filters(), STRANGER, order=order).ids) <= set(ids[:31])
    answered = Thread.objects.get(pk=ids[-1])
    reply_to(answered, alice, "dirndl")
    note_words(["dirk"])
    assert find(parse("dirn*"), Filters(), STRANGER, order=order).ids == [answered.pk]
    assert find(parse("dirk*"), Filters(), STRANGER, order=order).ids == []
    assert find(parse("dir* dirndl"), Filters(), STRANGER, order=order).ids == [answered.pk]


@pytest.mark.parametrize("order", ["best", "newest"])
def test_words_in_order_are_found_in_every_window_of_days(alice, order):
    ids = many(alice, 60)
    for n in (0, 5, 20, 59):  # of today, and of months ago
        assert find(parse(f'"dirigible {n}"'), Filters(), STRANGER, order=order).ids == [ids[n]]
    assert find(parse('dirigible -"dirigible 5"'), Filters(), STRANGER, order=order).count == 59
    assert find(parse('"5 dirigible"'), Filters(), STRANGER, order=order).ids == []


def test_pages_by_relevance_hold_each_thread_once(alice):
    ids = many(alice, 120)
    shown, after = [], None
    while True:
        page = find(parse("dirigible"), Filters(), STRANGER, after=after)
        shown += page.ids
        if (after := page.after) is None:
            break
    assert len(shown) == 120
    assert set(shown) == set(ids)


def test_more_than_can_be_counted_is_said_so(alice, client, monkeypatch):
    monkeypatch.setattr("community.search_queries.COUNTED", 50)
    monkeypatch.setattr("community.views.search.COUNTED", 50)
    many(alice, 60)
    assert "more than 50 found" in client.get(ADDRESS, {"q": "dirigible"}).content.decode()


def test_a_title_weighs_more_than_a_body_and_a_body_more_than_a_reply(alice):
    space = Space.objects.get(slug="tips")
    low = submit_thread(author=alice, space=space, title="third", body="third")
    reply_to(low, alice, "dirigible")
    middle = submit_thread(author=alice, space=space, title="second", body="dirigible")
    top = submit_thread(author=alice, space=space, title="dirigible", body="first")
    assert find(parse("dirigible"), Filters(), STRANGER).ids == [top.pk, middle.pk, low.pk]


def test_a_page_of_results_is_these_queries(corpus, alice, signed_in, client, django_assert_num_queries, settings):
    settings.RATE_LIMITS = 1
    many(alice, 30)
    with django_assert_num_queries(4):
        # 1 counts the search against its limit
        # 1 finds, counts and ranks
        # 1 threads with their authors, evidence and replies
        # 1 spaces to filter by
        client.get(ADDRESS, {"q": "dirigible"})
    reader = signed_in(alice)
    with django_assert_num_queries(7):
        # 1 session, 1 member, 1 news that they have not read; the 4 above
        reader.get(ADDRESS, {"q": "dirigible"})
    with django_assert_num_queries(5):
        # 1 words of the site that begin so; the 4 above
        client.get(ADDRESS, {"q": "dirigi*"})


def test_a_page_that_says_what_was_meant_is_these_queries(corpus, client, signed_in, django_assert_num_queries, settings):
    settings.RATE_LIMITS = 1
    with django_assert_num_queries(5):
        # the 4 of every page
        # 1 whether fewer than five threads is few for this word, and words near it, of which there is none
        client.get(ADDRESS, {"q": "kimi"})
    with django_assert_num_queries(7):
        # 1 limit, 1 finds nothing
        # 2 words near each, and how many hold these
        # 1 finds, counts and ranks by what was meant; 1 threads, 1 spaces
        client.get(ADDRESS, {"q": "tranlating contract"})
    reader = signed_in(Member.objects.get(username="writer"))
    with django_assert_num_queries(9):
        # 3 session, member, news; 1 limit, 1 finds nothing, 1 words near it, 1 finds by what was meant, 1 threads, 1 spaces
        reader.get(ADDRESS, {"q": "multiplicaton"})


def test_a_deep_page_asks_no_more_than_the_first(alice, client, django_assert_num_queries, settings):
    settings.RATE_LIMITS = 1
    many(alice, 120)
    older = client.get(ADDRESS, {"q": "dirigible", "order": "newest"}).context["older_url"]
    with django_assert_num_queries(4):
        # as the first page
        client.get(f"{ADDRESS}{older}")


def test_walking_by_key_never_meets_a_thread_twice(corpus):
    keys = newest_matching(Words(""), Filters(is_report=False), STRANGER, limit=1000)
    assert keys == sorted(keys, reverse=True)
    assert len(keys) == len(CORPUS) - 2
