"""Members are told as they chose, and the bell counts what is there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from community.models import Channel, ChannelChoice, Delivery, Event, Notice, Space, Thread
from community.notify import notify
from community.queries import notices, unread_count
from community.read_notices import read_notices

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(settings, alice):
    settings.HAS_MAIL = True
    alice.email = "alice@example.org"
    alice.save()
    return alice.email


def tell(member, key: str = "reply-1", event: str = "replied", **more) -> None:
    notify(member=member, event=event, key=key, url="/", detail={"by": "bob", "title": "17 × 23"}, **more)


def test_a_notice_waits_for_each_channel_once(alice, mail):
    for _ in range(3):
        tell(alice)
    assert list(Delivery.objects.values_list("channel", "state")) == [("mail", "waiting")]


def test_nothing_waits_for_mail_without_a_server(alice, mail, settings):
    settings.HAS_MAIL = False
    tell(alice)
    assert not Delivery.objects.exists()


def test_nothing_waits_for_mail_without_an_address_that_is_proved(alice, bob, mail):
    from allauth.account.models import EmailAddress

    tell(bob)
    EmailAddress.objects.create(user=alice, email=mail, verified=False, primary=True)
    tell(alice)
    assert not Delivery.objects.exists()
    EmailAddress.objects.update(verified=True)
    tell(alice, "reply-2")
    assert Delivery.objects.count() == 1


def test_the_matrix_is_a_plain_form(signed_in, alice, mail):
    browser = signed_in(alice)
    page = browser.get(reverse("community:channels")).content.decode()
    assert 'name="reply-mail"' in page
    assert "disabled" in page

    answer = browser.post(reverse("community:channels"), {"every": "week", "reply-site": "on", "dataset-mail": "on"})
    assert answer.status_code == 302
    tell(alice)
    assert not Delivery.objects.exists()
    notify(member=alice, event="in_dataset", key="d", detail={"dataset": "x", "version": 1})
    assert Delivery.objects.get().channel == "mail"
    assert not Notice.objects.get(event="in_dataset").on_site
    assert unread_count(alice) == 1
    alice.refresh_from_db()
    assert alice.digest_plan.digest_due_at.weekday() == 0


def test_decisions_always_stand_on_the_site(signed_in, alice):
    signed_in(alice).post(reverse("community:channels"), {"every": "never"})
    tell(alice, event="declined")
    assert unread_count(alice) == 1
    assert not ChannelChoice.objects.filter(event=Event.DECISION, channel=Channel.SITE).exists()


def test_who_chooses_the_defaults_has_no_rows(signed_in, alice):
    from community.channels import matrix
    from community.choose_channels import choose_channels

    choose_channels(member=alice, chosen={(Event.REPLY, Channel.MAIL): False})
    assert not matrix(alice)[Event.REPLY, Channel.MAIL]
    choose_channels(member=alice, chosen={(Event.REPLY, Channel.MAIL): True})
    assert matrix(alice)[Event.REPLY, Channel.MAIL]
    assert not ChannelChoice.objects.exists()


def test_reading_a_page_leaves_what_it_did_not_show(signed_in, alice):
    for n in range(60):
        tell(alice, f"reply-{n}")
    shown, older = notices(alice)
    tell(alice, "reply-60")
    browser = signed_in(alice)
    browser.post(reverse("community:read_notifications"), {"since": shown[-1].pk, "up_to": shown[0].pk})
    assert unread_count(alice) == 11
    assert len(notices(alice, before=older)[0]) == 10
    assert browser.get(reverse("community:notifications")).content.count(b"badge--seal") == 1


def test_a_thread_that_was_closed_is_neither_counted_nor_shown(alice, bob):
    from django.utils import timezone

    now = timezone.now()
    thread = Thread.objects.create(space=Space.objects.all()[0], author=bob, title="t", created_at=now, active_at=now)
    tell(alice, thread=thread)
    assert unread_count(alice) == len(notices(alice)[0]) == 1
    Thread.objects.update(state="hidden")
    assert unread_count(alice) == len(notices(alice)[0]) == 0


@pytest.mark.django_db(transaction=True)
def test_the_bell_equals_the_rows_while_many_tell_and_read(alice):
    def act(n: int) -> None:
        try:
            tell(alice, f"reply-{n % 30}")
            if n % 5 == 0:
                read_notices(member=alice, up_to=Notice.objects.order_by("-pk").first().pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(act, range(90)))
    assert Notice.objects.count() == 30
    assert unread_count(alice) == Notice.objects.filter(read_at=None).count()
