"""Feeds hold what everyone may see, and the own one what its member is told."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from community.models import Reply, Space, Thread
from community.notify import notify

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def write(author, title: str, **more) -> Thread:
    now = timezone.now()
    return Thread.objects.create(
        space=Space.objects.get(slug="tips"), author=author, title=title, created_at=now, active_at=now, **more
    )


def titles(client, name: str, *args) -> list[str]:
    found = []
    for fmt, path in (("atom", f"{ATOM}entry/{ATOM}title"), ("rss", "channel/item/title")):
        answer = client.get(reverse(f"community:{name}", args=[*args, fmt]))
        assert answer.status_code == 200
        found.append([one.text for one in ElementTree.fromstring(answer.content).findall(path)])
    assert found[0] == found[1]
    return found[0]


def test_feeds_hold_what_everyone_may_see(client, alice, bob):
    shown = write(bob, "open \x0b & <b>", kind="bug_report", body="**loud**", is_report=True)
    for hidden in ({"state": "hidden"}, {"state": "withdrawn"}, {"visibility": "members"}, {"visibility": "team"}):
        write(bob, "closed", kind="bug_report", is_report=True, **hidden)
    write(alice, "hers")
    assert titles(client, "site_feed") == titles(client, "space_feed", "tips") == ["hers", "open  & <b>"]
    assert titles(client, "kind_feed", "bug_report") == ["open  & <b>"]
    assert titles(client, "member_feed", "bob") == ["open  & <b>"]
    assert titles(client, "member_feed", "alice") == []
    now = timezone.now()
    Reply.objects.create(thread=shown, author=alice, body="seen", created_at=now)
    Reply.objects.create(thread=shown, author=alice, body="unseen", state="hidden", created_at=now)
    answer = client.get(reverse("community:thread_feed", args=[shown.pk, "atom"])).content
    assert b"seen" in answer
    assert b"unseen" not in answer


def test_a_closed_thread_has_no_feed_even_for_its_author(signed_in, bob):
    thread = write(bob, "closed", visibility="members")
    assert signed_in(bob).get(reverse("community:thread_feed", args=[thread.pk, "atom"])).status_code == 404
    assert signed_in(bob).get("/feeds/site.pdf").status_code == 404


def test_the_own_feed_is_behind_a_secret_that_can_be_renewed(signed_in, client, alice, settings):
    notify(member=alice, event="replied", key="1", url="/r/1/", detail={"by": "bob", "title": "17 & 23"})
    page = signed_in(alice)
    addresses = []
    for _ in range(2):
        page.post(reverse("community:renew_own_feed"))
        html = page.get(reverse("community:channels")).content.decode()
        addresses.append(html.split('" rel="nofollow"')[0].rsplit('href="', 1)[1].removeprefix(settings.SITE_ADDRESS))
    assert client.get(addresses[0]).status_code == 404
    answer = client.get(addresses[1])
    assert "bob replied to “17 &amp; 23”" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert client.get("/feeds/own/x/feed.atom").status_code == 404


def test_a_feed_asks_once(client, bob, django_assert_num_queries):
    for n in range(30):
        write(bob, f"t{n}")
    with django_assert_num_queries(1):  # the threads with their authors
        client.get(reverse("community:site_feed", args=["atom"]))
