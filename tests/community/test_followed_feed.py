"""What is followed, as one stream; and the front page around it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.count_threads import count_threads
from community.create_member import create_member
from community.follow import follow
from community.followed_feed import followed_keys
from community.models import Follow, Space, Tag, Thread
from community.queries import feed
from community.submit_thread import submit_thread
from community.tag_queries import forget_alive_tags
from feedback.models import Step
from feedback.queries import latest_fixes
from feedback.release import release

pytestmark = pytest.mark.django_db


@pytest.fixture
def spaces(house):
    return {space.slug: space for space in Space.objects.all()}


@pytest.fixture
def said(alice, spaces):
    """A talk of so many hours ago."""

    def say(hours, *, space="tips", author=alice, **given):
        at = timezone.now() - timedelta(hours=hours)
        return submit_thread(author=author, space=spaces[space], title=f"{hours} h", body="b", created_at=at, **given)

    return say


def read_through(member) -> list[Thread]:
    found, after = [], None
    while True:
        page = feed(member, order="followed", after=after)
        found += page.items
        if page.after is None:
            return found
        after = page.after


def test_each_thread_is_there_once_by_whatever_it_is_followed(said, alice, bob, spaces):
    dan = create_member(name="dan")
    by_all = said(1, tags=["x"])
    by_tag = said(2, space="questions", author=dan, tags=["x"])
    by_space = said(3, author=dan)
    by_person = said(4, space="showcase")
    by_thread = said(5, space="off-topic", author=dan)
    said(6, space="off-topic", author=dan)
    subjects = [
        ("tag", Tag.objects.get().pk),
        ("space", spaces["tips"].pk),
        ("person", alice.pk),
        ("thread", by_thread.pk),
        ("thread", by_all.pk),
    ]
    for kind, key in subjects:
        follow(member=bob, kind=kind, key=key)
    assert read_through(bob) == [by_all, by_tag, by_space, by_person, by_thread]


def test_it_is_read_by_key_to_the_end_in_two_queries_a_page(said, bob, spaces, django_assert_num_queries):
    threads = [said(number, space=["tips", "questions"][number % 2], tags=[f"t{number % 7}"]) for number in range(1, 80)]
    for kind, key in [("space", spaces["tips"].pk), *(("tag", tag.pk) for tag in Tag.objects.all())]:
        follow(member=bob, kind=kind, key=key)
    assert read_through(bob) == threads
    with django_assert_num_queries(2):
        feed(bob, order="followed")


def test_what_is_hidden_muted_or_closed_is_left_out(said, bob, mona, spaces):
    hidden, closed, muted, seen = said(1), said(2, visibility="team"), said(3), said(4)
    Thread.objects.filter(pk=hidden.pk).update(state="hidden")
    for member in (bob, mona):
        follow(member=member, kind="space", key=spaces["tips"].pk)
        follow(member=member, kind="thread", key=closed.pk)
        follow(member=member, kind="thread", key=muted.pk, level="muted")
    assert read_through(bob) == [seen]
    assert read_through(mona) == [closed, seen]


def test_one_s_own_words_are_there_only_as_threads(said, alice, spaces):
    own = said(1)
    follow(member=alice, kind="space", key=spaces["tips"].pk)
    assert read_through(alice) == [own]
    Follow.objects.filter(kind="thread").delete()
    assert read_through(alice) == []


def test_a_time_of_long_ago_bounds_it(said, bob, spaces):
    new, _old = said(1), said(30)
    follow(member=bob, kind="space", key=spaces["tips"].pk)
    assert [pk for _at, pk in followed_keys(bob, limit=9, since=timezone.now() - timedelta(hours=20))] == [new.pk]


def test_whoever_follows_nothing_is_shown_what_is_worth_it(said, bob, signed_in, client):
    said(1, tags=["worth"])
    count_threads()
    forget_alive_tags()
    page = signed_in(bob).get("/?order=followed").content.decode()
    assert "Your own feed" in page
    assert "#worth" in page.replace("\n", "").replace(" ", "")
    assert 'name="kind" value="space"' in page
    assert "Your own feed" not in client.get("/?order=followed").content.decode()


def test_a_reader_chooses_languages_and_the_choice_is_kept(said, bob, client, signed_in):
    said(1, language="zh"), said(2, language="en"), said(3, language="und")
    browser = signed_in(bob)
    for visitor in (client, browser):
        assert visitor.post("/reads/", {"reads": "zh"}).status_code == 302
        page = visitor.get("/").content.decode()
        assert ("1 h<" in page, "2 h<" in page, "3 h<" in page) == (True, False, True)
        page = visitor.get("/?reads=en").content.decode()
        assert ("1 h<" in page, "2 h<" in page, "3 h<" in page) == (False, True, True)
        assert "2 h<" in visitor.get("/?reads=").content.decode()
        assert "2 h<" not in visitor.get("/").content.decode()
        visitor.post("/reads/", {"reads": "klingon"})
        assert "2 h<" in visitor.get("/").content.decode()
    bob.refresh_from_db()
    assert bob.reads == []


@pytest.mark.parametrize("address", ["/?kind=nothing", "/?order=nothing", "/?order=top&of=nothing"])
def test_what_an_address_makes_up_is_not_heeded(said, client, address):
    thread = said(1)
    Thread.objects.filter(pk=thread.pk).update(vote_count=1)
    assert "1 h<" in client.get(address).content.decode()


def test_a_kind_that_is_none_has_no_feed(client, house):
    assert client.get("/feeds/kind/nothing.atom").status_code == 404
    assert client.get("/feeds/kind/praise.atom").status_code == 200


def test_an_empty_site_greets_without_a_river_of_zeros(client, house):
    page = client.get("/").content.decode()
    assert "What you say about the model flows back into it" in page
    assert 'class="funnel"' not in page
    assert "The first report starts the river." in page
    assert page.count("Report an answer") == 2


def test_pages_name_their_feeds(said, alice, client):
    thread = said(1, tags=["x"])
    for address in ("/", "/?space=tips", "/tag/x/", thread.get_absolute_url(), "/m/alice/"):
        assert 'rel="alternate"' in client.get(address).content.decode(), address


def test_fixed_lately_looks_at_the_newest_only(submitted, river, mona, client):
    reports = [submitted(external_id=str(number), title=f"report {number}") for number in range(4)]
    Thread.objects.filter(pk=reports[3].pk).update(visibility="team")
    for number, report in enumerate(reports):
        release(product=river, name=f"2.{number}", by=mona, fixes=[report])
    assert [fix.thread.pk for fix in latest_fixes()] == [reports[2].pk, reports[1].pk, reports[0].pk]
    page = client.get("/").content.decode()
    assert "report 2" in page
    assert "report 3" not in page
    assert "thanks to alice" in page
    assert Step.objects.filter(event="released").count() == 4


def test_spaces_say_how_much_is_in_them(said, client):
    said(1)
    said(2, visibility="team")
    count_threads()
    assert '<span class="tabs__count">1</span>' in client.get("/").content.decode()


def test_discover_asks_eight_at_most(said, bob, signed_in, spaces):
    said(1, tags=["x"])
    browser = signed_in(bob)
    for address in ("/", "/?order=followed", "/?space=tips", "/tag/x/", "/?reads=zh&kind=bug_report"):
        browser.get(address)  # what is counted once a minute is counted now
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(address)
        assert len(asked) <= 8, (address, [one["sql"] for one in asked])


def test_a_stranger_has_no_followed_feed(said):
    thread = said(1)
    assert feed(AnonymousUser(), order="followed").items == [thread]
