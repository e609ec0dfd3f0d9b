"""What members do, as cards: of each hundred actions exactly so many of each kind (the deck of TPC-C, clause 5.2.4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

MIX = {
    "feed": 21,
    "space": 4,
    "thread": 30,
    "report": 12,
    "member": 6,
    "search": 9,
    "notices": 3,
    "vote": 4,
    "take_vote_back": 1,
    "vote_for_reply": 2,
    "take_reply_vote_back": 1,
    "reply": 2,
    "start_talk": 1,
    "send_report": 1,
    "follow": 1,
    "accept_answer": 1,
    "reproduce": 1,
}


def cards(rng: Random) -> Iterator[str]:
    """Kinds of action without end, deck after deck."""
    while True:
        deck = [kind for kind, number in MIX.items() for _ in range(number)]
        rng.shuffle(deck)
        yield from deck
