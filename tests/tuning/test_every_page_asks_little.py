"""Every address of the site, asked by everybody: a page asks the database at most eight times, whoever reads it.

The addresses are those of `tests/browser/pages.py`; a new one whose address holds a number or a name is red here until it
says in `PLACES`, or there, how to look at it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.create_member import create_member
from community.edit_reply import edit_reply
from community.edit_thread import edit_thread
from community.feed_key import feed_token, renew_feed_key
from community.follow import follow
from community.follow_link import stop_token
from community.groups import add_to_group, make_group
from community.invite import invite
from community.models import BadgeAward, Draft, Event, Hold, Space, Tag, Thread
from community.reply import reply
from community.sign_in_link import make_sign_in_link
from community.store_image import store_image
from community.submit_thread import submit_thread
from community.unsubscribe_link import unsubscribe_token
from community.vote import vote
from community.wait import wait
from community.waiting_link import place_path
from feedback.models import ModelVersion, Report
from feedback.webhooks.endpoints import create_endpoint
from feedback.webhooks.events import EVENTS
from tests.browser import pages
from tests.community.test_holds import newcomer, spam
from tests.community.test_reencode import picture

pytestmark = pytest.mark.django_db
AT_MOST = 8
# Only takes what is sent, or leads to another site; and what needs a key that only a browser makes.
NO_PAGE = {
    name
    for name, why in pages.LEFT_OUT.items()
    if why in {pages.FORM, pages.SIGN_ON, "a file"} or name in {"mfa_edit_webauthn", "mfa_remove_webauthn"}
}
# What is sent there, is sent: asked for without anything they answer 405.
ONLY_SENT = {
    *("community:retag", "community:take_back_thread", "community:restore_thread", "community:take_back_reply"),
    *("community:restore_reply", "community:remove_revision", "community:reply", "community:pin_trust"),
}
# Addresses with a number or a name that `pages` leaves to walks of their own.
PLACES = {
    "community:edit_thread": "/t/{talk}/edit/",
    "community:edit_reply": "/reply/{said}/edit/",
    "community:thread_history": "/t/{talk}/history/",
    "community:reply_history": "/reply/{said}/history/",
    "community:reproduce": "/t/{other}/reproduce/",
    "community:image": "/media/{image}.webp",
    "community:invited": "/settings/invited/bob/",
    "community:settings_space": "/settings/spaces/of/pilots/",
    "community:settings_group": "/settings/groups/{group}/",
    "community:join": "{join}",
    "community:place": "{place}",
    "community:tag": "/tag/arithmetic/",
    "community:name_tag": "/tag/arithmetic/name/",
    "community:stop_follow": "/follow/stop/{follow}/",
    "community:site_feed": "/feeds/site.atom",
    "community:space_feed": "/feeds/space/tips.atom",
    "community:kind_feed": "/feeds/kind/training_signal.atom",
    "community:tag_feed": "/feeds/tag/arithmetic.atom",
    "community:thread_feed": "/feeds/thread/{talk}.atom",
    "community:own_feed": "/feeds/own/{feed}/feed.atom",
    "community:member_feed": "/feeds/member/alice/reports.atom",
    "community:badge": "/badges/accepted/",
    "feedback:advice": "/report/advice/none/",
    "feedback:edit_version": "/versions/{registered}/",
    "feedback:webhook": "/settings/webhooks/{endpoint}/",
    "moderation:held_group": "/desk/held/wave/{wave}/",
}
# The same pages, asked for more.
ASKED_FOR_MORE = [
    *(f"/?order={order}" for order in ("followed", "new", "hot", "top", "unanswered")),
    *("/?space=tips", "/?space=pilots", "/?reads=zh", "/?order=top&of=week", "/s/pilots/", "/tag/arithmetic/?order=new"),
    *("/search/?author=alice", "/search/?q=signal&order=newest", "/search/similar?title=signal", "/tags/suggest?tags=ar"),
    *("/t/{talk}/?at={said}", "/r/{first}/", "/r/{other}/", "/desk/{other}/", "/t/new/?space=tips", "/m/alice/"),
]


def at_places(text: str, places: dict[str, Any]) -> str:
    for name, place in places.items():
        text = text.replace(f"{{{name}}}", str(place))
    return text


def addresses() -> Iterator[str]:
    """Each as it is written before `places` stands in it."""
    yield from pages.PUBLIC.values()
    yield from (path for _who, path in pages.MEMBERS.values())
    yield from (*pages.STRANGERS.values(), *pages.SETTINGS.values(), *pages.WITH_PASSWORD.values())
    yield from PLACES.values()
    yield from (path for path in pages.routes().values() if "<" not in path)
    yield from ASKED_FOR_MORE


def is_said(name: str, path: str) -> bool:
    return "<" not in path or name in pages.visited() | NO_PAGE | ONLY_SENT | PLACES.keys()


def test_every_address_says_where_it_is_looked_at():
    forgotten = [f"{name} {path}" for name, path in pages.routes().items() if not is_said(name, path)]
    assert not forgotten, "Say in PLACES where these are, or in NO_PAGE why they are none:\n" + "\n".join(forgotten)


@pytest.fixture
def eve(house):
    """Somebody new, of whose posts one waits for a person; so does an edit of theirs."""
    return newcomer("eve")


@pytest.fixture
def ada(house):
    return create_member(name="ada", role="admin")


@pytest.fixture
def places(lively, accepted, river, alice, bob, mona, eve, ada, settings, tmp_path) -> dict[str, Any]:
    """What stands in braces in the addresses, on a site that has something of everything."""
    settings.MEDIA_ROOT, settings.HAS_ASSISTANT = tmp_path, True
    settings.LLM = {"base_url": "https://model.example.org/v1", "model": "river-1.0", "api_key": ""}  # nothing asks it here
    first, talk_pk = lively
    talk = Thread.objects.get(pk=talk_pk)
    other = accepted(title="another signal", body="Wrong, too.")
    Report.objects.filter(pk=first).update(classified=Report.Classified.PARKED, last_error="It could not be read.")
    group = make_group(by=mona, name_en="Pilots", name_zh="先行者")
    add_to_group(group=group, member=alice, by=mona)
    space = Space.objects.create(slug="pilots", name_en="Pilots", name_zh="先行者", who_reads="group", group=group, position=50)
    submit_thread(author=alice, space=space, title="A tip for pilots", body="Ask thrice.", tags=["arithmetic"])
    tagged = submit_thread(author=bob, space=talk.space, title="Of arithmetic, @alice", body="@bob", tags=["arithmetic"])
    image, _new = store_image(owner=alice, content=picture(), alt="A tree")
    said = reply(thread=talk, author=alice, body="I would ask once.")
    reply(thread=talk, author=bob, body="Why, @alice?", parent=said)
    edit_reply(reply=said, by=alice, revision=0, body="I would ask once. Or twice.")
    edit_thread(thread=talk, by=alice, revision=0, title="A good tip", body="Ask twice.")
    reply(thread=talk, author=newcomer("mallory"), body=spam(1))
    reply(thread=talk, author=eve, body=spam(2))
    for who in (alice, bob):
        vote(thread=tagged, member=who)
        BadgeAward.objects.create(member=who, badge="accepted", thread=tagged)
        Draft.objects.create(member=who, place=f"reply:{talk.pk}", fields={"body": ["Begun"]}, saved_at=timezone.now())
        follow(member=who, kind="thread", key=tagged.pk)
        follow(member=who, kind="space", key=space.pk)
        follow(member=who, kind="person", key=mona.pk)
        follow(member=who, kind="version", key=river.versions.earliest("pk").pk)
        follow(member=who, kind="tag", key=Tag.objects.get(slug="arithmetic").pk)
        renew_feed_key(member=who)
    return {
        "talk": talk.pk,
        "thread": talk.get_absolute_url(),
        "said": said.pk,
        "answer": f"/reply/{said.pk}/answer/",
        "report": other.thread.get_absolute_url(),
        "decided": f"/desk/{other.pk}/",
        "first": first,
        "registered": ModelVersion.objects.order_by("pk").values_list("pk", flat=True)[0],
        "other": other.pk,
        "version": "/datasets/sums/1/",
        "link": make_sign_in_link(member=bob),
        "stop": reverse("community:unsubscribe", args=[unsubscribe_token(bob, Event.REPLY)]),
        "image": image.name,
        "group": group.pk,
        "join": invite(inviter=mona),
        "place": place_path(wait(name="frank", address="frank@example.org")),
        "follow": stop_token(bob, "thread", talk.pk),
        "feed": feed_token(bob),
        "endpoint": create_endpoint(name="n", url="https://example.org/hook", events=list(EVENTS), by=ada)[0].pk,
        "wave": Hold.objects.earliest("pk").group,
    }


def asked(browser: Client, address: str) -> tuple[int, int]:
    """How it was answered, and how many queries that took; asked again where these were too many, for what is read once per
    process, or once a minute, has been read then."""
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(address)
        if len(queries) <= AT_MOST:
            break
    return answer.status_code, len(queries)


def test_no_page_asks_more_than_eight_times(places, alice, mona, eve, ada, signed_in):
    who = {"a visitor": Client(), **{one.username: signed_in(one) for one in (alice, eve, mona, ada)}}
    too_many, shown = [], set()
    for written in dict.fromkeys(addresses()):
        address = at_places(written, places)
        for name, browser in who.items():
            status, queries = asked(browser, address)
            if status == 405:  # only takes what is sent
                break
            if status == 200:
                shown.add(written)
            if queries > AT_MOST:
                too_many.append(f"{address} asks {queries} times of {name}")
    assert not too_many, "\n".join(too_many)
    unseen = (
        {*PLACES.values(), *ASKED_FOR_MORE, *(path for _who, path in pages.MEMBERS.values())} - shown - {"/desk/"}
    )  # leads on
    assert not unseen, f"nobody was shown {unseen}"
