"""Anything pasted becomes a conversation. Pure.

`read_paste` gives a `Reading`: the source, a reason that a person can read ("read as a ChatGPT export"), how sure that
is, the conversations with their messages, and notes of what is uncertain or was left out. It never raises.

`parse_paste` gives the turns of the first conversation, as a report takes them: a list of {"role", "content"}. Nothing
pasted is no turns; where nothing says who speaks it raises `NotAConversation`, whose `problem` says where JSON is
broken, if it is.

What is understood: docs/pasting.md.
"""

from __future__ import annotations

from feedback.paste.read import UNKNOWN, read_paste
from feedback.paste.roles import ROLE_OF, SPEAKER
from feedback.paste.shape import Conversation, Message, Note, Part, Problem, Reading, Turn

__all__ = [
    "ROLE_OF",
    "SPEAKER",
    "Conversation",
    "Message",
    "NotAConversation",
    "Note",
    "Part",
    "Problem",
    "Reading",
    "Turn",
    "parse_paste",
    "read_paste",
]


class NotAConversation(ValueError):
    """Nothing in the text says who speaks. `problem` is set where JSON was meant."""

    def __init__(self, problem: Problem | None = None) -> None:
        self.problem = problem
        super().__init__(problem.message if problem else "Nothing says who speaks.")


def parse_paste(text: str) -> list[Turn]:
    """The turns in `text`; empty text gives none. Raises `NotAConversation`."""
    reading = read_paste(text)
    if reading.source == UNKNOWN:
        raise NotAConversation(reading.problem)
    return reading.turns()
