"""Something is told once, and read up to where it was shown."""

from __future__ import annotations

import pytest
from django.urls import reverse

from community.models import Notice
from community.notify import notify
from community.queries import unread_count
from community.read_notices import read_notices


def tell(member, key: str) -> None:
    notify(member=member, event="replied", key=key, url="/", detail={"by": "bob", "title": "t"})


@pytest.mark.django_db
def test_the_same_key_is_the_same_notice(alice, bob):
    for _ in range(3):
        tell(alice, "reply-1")
    tell(bob, "reply-1")
    assert Notice.objects.count() == 2


@pytest.mark.django_db
def test_only_what_was_shown_is_marked_as_read(alice, bob):
    for n in range(3):
        tell(alice, f"reply-{n}")
    tell(bob, "reply-0")
    shown = Notice.objects.filter(member=alice).order_by("pk")[1]

    assert read_notices(member=alice, up_to=shown.pk) == 2
    assert read_notices(member=alice, up_to=shown.pk) == 0
    assert (unread_count(alice), unread_count(bob)) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("up_to", ["", "x", "-1", "²", "9" * 30])
def test_a_number_that_is_none_breaks_no_page(signed_in, alice, up_to):
    answer = signed_in(alice).post(reverse("community:read_notifications"), {"up_to": up_to})
    assert answer.status_code == 302
