"""One member, one voice; the counter is the number of voices whatever happens at once."""

from __future__ import annotations

import pytest

from community.create_member import create_member
from community.models import Thread, Vote
from community.vote import take_back_vote, vote
from tests.at_once import at_once


def counted(thread: Thread) -> tuple[int, int]:
    thread.refresh_from_db()
    return thread.vote_count, Vote.objects.filter(thread=thread).count()


@pytest.mark.django_db
def test_a_second_vote_of_the_same_member_counts_nothing(submitted, bob):
    thread = submitted().thread
    assert vote(thread=thread, member=bob) is True
    assert vote(thread=thread, member=bob) is False
    assert counted(thread) == (1, 1)


@pytest.mark.django_db
def test_a_vote_can_be_taken_back_once(submitted, bob):
    thread = submitted().thread
    vote(thread=thread, member=bob)
    assert take_back_vote(thread=thread, member=bob) is True
    assert take_back_vote(thread=thread, member=bob) is False
    assert counted(thread) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_one_member_in_eight_windows_has_one_voice(submitted, bob):
    thread = submitted().thread
    assert sorted(at_once(lambda _n: vote(thread=thread, member=bob))) == [False] * 7 + [True]
    assert counted(thread) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_counter_equals_the_rows_when_many_vote_and_take_back_at_once(submitted):
    thread = submitted().thread
    members = [create_member(name=f"member {n}") for n in range(8)]

    def waver(number: int) -> None:
        for _ in range(5):
            vote(thread=thread, member=members[number])
            take_back_vote(thread=thread, member=members[number])
        if number % 2:
            vote(thread=thread, member=members[number])

    assert at_once(waver) == [None] * 8
    assert counted(thread) == (4, 4)
