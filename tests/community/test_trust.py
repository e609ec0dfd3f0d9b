"""Levels open by what others made of somebody's words, and close again only where much less is left of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from community.create_member import create_member, member_from_elsewhere
from community.models import Member
from community.set_trust import set_trust
from community.trust import (
    ABILITIES,
    DAILY,
    KNOWN,
    LEVELS,
    NEEDS,
    NEW,
    REGULAR,
    TRUSTED,
    Record,
    level_for,
    level_of,
    may,
    missing,
)
from tests.at_once import at_once

GOOD = Record(days=400, posts=400, liked=100, accepted=20)


def test_every_level_opens_something_and_asks_more_than_the_one_below():
    for level in LEVELS[1:]:
        need = NEEDS[level]
        assert level == TRUSTED or level in ABILITIES.values()
        if level > KNOWN:
            below = NEEDS[level - 1]
            assert all(getattr(need, name) > getattr(below, name) for name in ("days", "posts", "good"))
    for limits in DAILY.values():
        assert list(limits) == sorted(limits)
        assert len(limits) == len(LEVELS)


def test_a_visitor_may_nothing_and_a_role_counts_as_trusted():
    assert not any(may(AnonymousUser(), ability) for ability in ABILITIES)
    new, moderator = Member(username="a"), Member(username="b", role="moderator")
    assert level_of(new) == NEW
    assert level_of(moderator) == TRUSTED
    assert not may(new, "links")
    assert all(may(moderator, ability) for ability in ABILITIES)
    with pytest.raises(KeyError):
        may(new, "fly")


def test_a_level_is_earned_by_all_of_its_needs_and_by_no_other_way():
    assert level_for(GOOD, now=NEW) == TRUSTED
    assert level_for(Record(days=400, posts=400), now=NEW) == NEW, "nobody found any of it good"
    assert level_for(Record(days=0, posts=9, liked=9), now=NEW) == NEW, "joined today"
    assert level_for(Record(days=1, posts=2, accepted=1), now=NEW) == KNOWN
    assert missing(Record(days=3, posts=2, liked=1), REGULAR) == {"days": (3, 15), "posts": (2, 10), "good": (1, 5)}
    assert missing(GOOD, TRUSTED) == {}


def test_a_removed_post_stops_the_next_level_and_several_cost_the_one_there_is():
    once, often = (Record(days=400, posts=400, liked=100, removed=n) for n in (1, 2))
    assert level_for(once, now=KNOWN) == KNOWN
    assert level_for(once, now=REGULAR) == REGULAR
    assert level_for(often, now=REGULAR) == NEW


def test_around_a_threshold_nobody_goes_up_and_down():
    need = NEEDS[REGULAR]
    at = Record(days=20, posts=need.posts, liked=need.good)
    below = Record(days=20, posts=need.posts, liked=need.good - 1)
    assert level_for(at, now=KNOWN) == REGULAR
    assert level_for(below, now=REGULAR) == REGULAR
    assert level_for(below, now=KNOWN) == KNOWN
    assert level_for(Record(days=20, posts=need.posts, liked=2), now=REGULAR) == KNOWN


@pytest.mark.django_db
def test_whom_a_person_named_is_known_and_an_import_is_not(house):
    assert create_member(name="alice").trust == KNOWN
    assert member_from_elsewhere(source="forum", source_id="1", name="zoe").trust == NEW
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.update(trust=4)


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_move_a_level_at_once_one_does(house):
    alice = create_member(name="alice")
    moved = at_once(lambda _: set_trust(member_id=alice.pk, before=KNOWN, level=REGULAR))
    assert sorted(moved) == [False] * 7 + [True]
