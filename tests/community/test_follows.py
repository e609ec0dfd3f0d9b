"""Follows: one click to begin and to stop, told once by a worker, and nothing that may not be seen."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.utils import timezone

from community.create_member import create_member
from community.digest import digest_of
from community.erase_member import leave
from community.export_parts import parts_of
from community.fan_out import BATCH, fan_out, tell_batch
from community.feed_key import feed_token, renew_feed_key
from community.follow import MAX_FOLLOWS, TooManyFollows, follow, unfollow
from community.follow_link import stop_token
from community.models import Delivery, FanOut, Follow, Member, Notice, Reply, Space, Tag, Thread
from community.notify import notify
from community.reply import reply
from community.send_deliveries import send_deliveries
from community.submit_thread import submit_thread
from feedback.models import ModelVersion
from feedback.present import words_of
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(house):
    return create_member(name="carol")


@pytest.fixture
def tips(house):
    return Space.objects.get(slug="tips")


@pytest.fixture
def talk(alice, tips):
    def say(title="A talk", author=alice, space=tips, **given):
        return submit_thread(author=author, space=space, title=title, body="b", **given)

    return say


def told(member, *events) -> list[str]:
    return list(Notice.objects.filter(member=member, event__in=events).values_list("key", flat=True))


def watch(member, kind, key):
    follow(member=member, kind=kind, key=key, level="watching")


def test_to_follow_twice_is_to_follow_once(bob, tips):
    assert follow(member=bob, kind="space", key=tips.pk)
    assert not follow(member=bob, kind="space", key=tips.pk, level="watching")
    assert Follow.objects.get().level == "watching"
    assert unfollow(member=bob, kind="space", key=tips.pk)
    assert not unfollow(member=bob, kind="space", key=tips.pk)


def test_whoever_writes_or_answers_follows_unless_they_do_not_want_to(talk, alice, bob, carol):
    thread = talk()
    reply(thread=thread, author=bob, body="One")
    Member.objects.filter(pk=carol.pk).update(follows_own=False)
    carol.refresh_from_db()
    reply(thread=thread, author=carol, body="Two")
    assert set(Follow.objects.values_list("member__username", "level")) == {("alice", "following"), ("bob", "following")}
    follow(member=bob, kind="thread", key=thread.pk, level="muted")
    reply(thread=thread, author=bob, body="Three")
    assert Follow.objects.get(member=bob).level == "muted"


def test_imports_follow_nothing_and_tell_nobody(talk, bob, tips):
    watch(bob, "space", tips.pk)
    guest = create_member(name="guest")
    Member.objects.filter(pk=guest.pk).update(source="forum", source_id="1")
    guest.refresh_from_db()
    talk(author=guest, created_at=timezone.now())
    fan_out()
    assert not Follow.objects.filter(member=guest).exists()
    assert not told(bob, "followed_thread")


def test_a_new_thread_is_told_once_by_whatever_it_is_watched(talk, alice, bob, carol, tips):
    talk(tags=["x", "y"])
    fan_out()
    x, y = Tag.objects.order_by("slug")
    for kind, key in (("space", tips.pk), ("tag", x.pk), ("tag", y.pk), ("person", alice.pk)):
        watch(bob, kind, key)
    follow(member=carol, kind="tag", key=x.pk)  # followed, not watched
    watch(alice, "space", tips.pk)  # nobody is told of their own words
    thread = talk("The second", tags=["x", "y"])
    fan_out()
    assert told(bob, "followed_thread") == [f"thread-{thread.pk}"]
    notice = Notice.objects.get(event="followed_thread")
    assert notice.detail["because"] == ["person", alice.pk]
    assert words_of(notice) == "New in what you watch: “The second”, by alice"
    assert not FanOut.objects.exists()


def test_a_reply_is_told_to_watchers_and_not_again_to_the_one_it_answers(talk, alice, bob, carol):
    thread = talk()
    for member in (alice, bob, carol):
        watch(member, "thread", thread.pk)
    first = reply(thread=thread, author=bob, body="One")
    second = reply(thread=thread, author=carol, body="Two", parent=first)
    fan_out()
    fan_out()
    assert told(alice, "replied", "followed_reply") == [f"reply-{first.pk}", f"reply-{second.pk}"]
    assert told(bob, "replied") == [f"reply-{second.pk}"]
    assert told(bob, "followed_reply") == []
    assert told(carol, "followed_reply") == [f"reply-{first.pk}"]


def test_whoever_was_mentioned_is_not_told_again(talk, bob, carol):
    thread = talk()
    watch(bob, "thread", thread.pk)
    said = reply(thread=thread, author=carol, body="@bob")
    notify(
        member=bob, event="mentioned", key=f"mention-reply-{said.pk}", thread=thread, detail={"by": "carol", "title": "A talk"}
    )
    fan_out()
    assert told(bob, "mentioned", "followed_reply") == [f"mention-reply-{said.pk}"]


def test_a_version_is_watched_too(submitted, bob, river, client, signed_in):
    version = ModelVersion.objects.get()
    browser = signed_in(bob)
    page = browser.get(version.get_absolute_url())
    assert page.status_code == 200
    browser.post("/follow/", {"kind": "version", "key": version.pk, "level": "watching", "back": version.get_absolute_url()})
    report = submitted()
    fan_out()
    assert told(bob, "followed_thread") == [f"thread-{report.pk}"]
    assert report.thread.title in browser.get(version.get_absolute_url()).content.decode()
    assert "River 1.0" in browser.get("/settings/follows/").content.decode()


def test_nothing_is_told_that_may_not_be_seen(talk, bob, mona, carol, tips):
    for member in (bob, mona):
        watch(member, "space", tips.pk)
    thread = talk(visibility="team")
    hidden = talk()
    said = reply(thread=thread, author=mona, body="One")
    watch(carol, "thread", thread.pk)
    Thread.objects.filter(pk=hidden.pk).update(state="hidden")
    Reply.objects.filter(pk=said.pk).update(state="hidden")
    fan_out()
    assert not told(bob, "followed_thread")
    assert not told(carol, "followed_reply")
    assert told(mona, "followed_thread") == [f"thread-{thread.pk}"]


def test_a_muted_thread_is_silent_but_for_what_is_decided(talk, alice, bob):
    thread = talk()
    follow(member=alice, kind="thread", key=thread.pk, level="muted")
    reply(thread=thread, author=bob, body="One")
    detail = {"by": "bob", "title": thread.title}
    notify(member=alice, event="mentioned", key="m", thread=thread, detail=detail)
    notify(member=alice, event="accepted", key="a", thread=thread, detail=detail)
    fan_out()
    assert list(Notice.objects.filter(member=alice).values_list("event", flat=True)) == ["accepted"]


def test_a_thousand_watchers_cost_the_writer_nothing(talk, tips, django_assert_max_num_queries):
    members = Member.objects.bulk_create([Member(username=f"m{number}", password="!") for number in range(BATCH + 5)])
    Follow.objects.bulk_create([Follow(member=one, kind="space", key=tips.pk, level="watching") for one in members])
    with django_assert_max_num_queries(16):
        thread = talk()
    assert not Notice.objects.exists()
    assert tell_batch()
    assert Notice.objects.count() == BATCH
    assert FanOut.objects.get().after == members[BATCH - 1].pk
    FanOut.objects.update(after=0)  # as if the worker had been lost before it could say how far it came
    assert fan_out() == 2
    assert Notice.objects.filter(key=f"thread-{thread.pk}").count() == BATCH + 5
    assert not FanOut.objects.exists()


def test_what_fails_three_times_is_parked_and_the_rest_goes_on(talk, bob, tips):
    watch(bob, "space", tips.pk)
    with connection.cursor() as cursor:  # a fault of one thread alone, which the end of the test takes back
        cursor.execute("ALTER TABLE community_notice ADD CONSTRAINT faulty CHECK (detail->>'title' <> 'broken')")
    broken, sound = talk("broken"), talk("sound")
    assert fan_out() == 4
    assert told(bob, "followed_thread") == [f"thread-{sound.pk}"]
    parked = FanOut.objects.get()
    assert (parked.thread, parked.tries) == (broken, 3)
    assert "faulty" in parked.last_error


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_nobody_twice(house, alice, bob, carol):
    tips = Space.objects.get(slug="tips")
    for member in (bob, carol):
        watch(member, "space", tips.pk)
    for number in range(6):
        submit_thread(author=alice, space=tips, title=f"talk {number}", body="b")
    at_once(lambda _number: fan_out(), threads=3)
    assert Notice.objects.filter(event="followed_thread").count() == 12
    assert not FanOut.objects.exists()


def test_the_button_works_as_a_plain_form_and_strangers_get_404(talk, bob, client, signed_in):
    thread, secret = talk(), talk(visibility="team")
    browser = signed_in(bob)
    given = {"kind": "thread", "key": thread.pk, "back": thread.get_absolute_url()}
    assert client.post("/follow/", {**given, "level": "following"}).status_code == 403
    answer = browser.post("/follow/", {**given, "level": "following"})
    assert answer.headers["Location"] == thread.get_absolute_url()
    assert 'name="level" value="" aria-pressed="true"' in re.sub(
        r"\s+", " ", browser.get(thread.get_absolute_url()).content.decode()
    )
    assert browser.post("/follow/", {**given, "level": ""}).status_code == 302
    assert not Follow.objects.filter(member=bob).exists()
    assert browser.post("/follow/", {**given, "key": secret.pk, "level": "following"}).status_code == 404
    for wrong in (
        {"kind": "x"},
        {"key": "x"},
        {"key": 2**70},
        {"level": "x"},
        {"kind": "space", "level": "muted"},
        {"kind": "version"},
    ):
        assert browser.post("/follow/", {**given, "level": "following", **wrong}).status_code == 404
    away = browser.post("/follow/", {**given, "level": "muted", "back": "https://example.org/"})
    assert away.headers["Location"] == "/settings/follows/"


def test_a_fragment_comes_back_to_htmx(talk, bob, signed_in):
    thread = talk()
    given = {"kind": "thread", "key": thread.pk, "level": "watching", "back": thread.get_absolute_url()}
    answer = signed_in(bob).post("/follow/", given, headers={"HX-Request": "true"}).content.decode()
    assert "Watching" in answer
    assert "<html" not in answer
    assert f'value="{thread.get_absolute_url()}"' in answer


def test_a_mail_stops_what_it_told_of(talk, bob, tips, client, settings, mailoutbox):
    settings.HAS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Member.objects.filter(pk=bob.pk).update(email="bob@example.org")
    watch(bob, "space", tips.pk)
    talk()
    fan_out()
    assert Delivery.objects.get().channel == "mail"
    send_deliveries()
    (mail,) = mailoutbox
    url = re.search(r"(/follow/stop/\S+)", mail.body).group(1)
    assert "Tips" in client.get(url).content.decode()
    assert Follow.objects.filter(member=bob).exists()
    assert client.post(url).status_code == 200
    assert not Follow.objects.filter(member=bob).exists()
    assert client.post(url[:-3] + "x/").status_code == 404


def test_a_thread_is_muted_from_a_mail(talk, alice, client):
    thread = talk()
    assert client.post(f"/follow/stop/{stop_token(alice, 'thread', thread.pk)}/").status_code == 200
    assert Follow.objects.get(member=alice).level == "muted"


def test_the_list_of_follows(talk, alice, bob, mona, carol, tips, signed_in, django_assert_max_num_queries):
    secret = talk("Nobody knows", visibility="members", tags=["x"])
    for kind, key in (("thread", secret.pk), ("space", tips.pk), ("person", alice.pk), ("tag", Tag.objects.get().pk)):
        follow(member=bob, kind=kind, key=key)
    browser = signed_in(bob)
    browser.get("/settings/follows/")
    with django_assert_max_num_queries(6):
        page = browser.get("/settings/follows/").content.decode()
    assert all(words in page for words in ("Nobody knows", "Tips", "alice", "x"))
    Thread.objects.filter(pk=secret.pk).update(visibility="team")
    page = browser.get("/settings/follows/").content.decode()
    assert "Nobody knows" not in page
    assert "Not there any more" in page
    browser.post("/settings/follows/", {})
    bob.refresh_from_db()
    assert not bob.follows_own


def test_a_member_follows_so_many_and_no_more(bob, signed_in, alice):
    others = MAX_FOLLOWS + 1
    Follow.objects.bulk_create([Follow(member=bob, kind="tag", key=key, level="following") for key in range(1, others)])
    with pytest.raises(TooManyFollows):
        follow(member=bob, kind="person", key=alice.pk)
    follow(member=bob, kind="thread", key=1)  # threads are not counted
    given = {"kind": "person", "key": alice.pk, "level": "following"}
    assert "which is all that fits" in signed_in(bob).post("/follow/", given, follow=True).content.decode()


def test_digest_and_own_feed_hold_what_is_followed(talk, alice, bob, client, settings):
    settings.SITE_ADDRESS = "https://feedback.example.org"
    before = timezone.now()
    thread, secret = talk("Under it", tags=["x"]), talk("A secret", tags=["x"])
    follow(member=bob, kind="tag", key=Tag.objects.get().pk)
    Thread.objects.filter(pk=secret.pk).update(visibility="team")
    assert digest_of(bob, before, timezone.now()).followed == [thread]
    renew_feed_key(member=bob)
    feed = client.get(f"/feeds/own/{feed_token(bob)}/feed.atom").content.decode()
    assert "Under it" in feed
    assert "A secret" not in feed


def test_who_leaves_takes_their_follows_and_is_followed_no_more(talk, alice, bob, tips):
    follow(member=alice, kind="space", key=tips.pk)
    follow(member=bob, kind="person", key=alice.pk)
    (part,) = [one for one in parts_of(alice) if one.name == "follows"]
    assert [row["kind"] for row in part.rows] == ["space"]
    leave(member=alice, erase=False)
    assert not Follow.objects.exists()
