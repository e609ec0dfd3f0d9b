"""What reading a paste gives. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["system", "user", "assistant", "tool"]
Kind = Literal["text", "thinking", "data"]
Turn = dict[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message. `text` and `thinking` stand in the paste as they are; `data` is a JSON value written anew."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know of the reading: a code to test for, a sentence, and where it is in the paste, if anywhere."""

    code: str
    message: str
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the paste could not be read as what it was meant to be. Positions count characters, lines and columns from one."""

    code: str
    message: str
    position: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Message:
    """One turn. `alternatives` are other answers to the same question: drafts, regenerations, the other side of a pair."""

    role: Role
    parts: tuple[Part, ...]
    alternatives: tuple[tuple[Part, ...], ...] = ()

    @property
    def content(self) -> str:
        return joined(self.parts)

    @property
    def thinking(self) -> str:
        """What the model thought first, where the source keeps that apart."""
        return "\n".join(part.text for part in self.parts if part.kind == "thinking")


@dataclass(frozen=True, slots=True)
class Conversation:
    messages: tuple[Message, ...]
    title: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found: where it is from, why we think so (0 to 1), who said what, and what is uncertain.

    An export may hold several conversations: `messages` are those of the first. `before` is text that stands ahead of the
    first speaker. `problem` is set where JSON was meant but is broken, or holds no conversation that we know.
    """

    source: str
    reason: str
    confidence: float
    conversations: tuple[Conversation, ...] = ()
    notes: tuple[Note, ...] = ()
    problem: Problem | None = None
    before: str = field(default="", repr=False)

    @property
    def messages(self) -> tuple[Message, ...]:
        return self.conversations[0].messages if self.conversations else ()

    def turns(self) -> list[Turn]:
        """The messages as a report takes them. Thinking stands first, between <think> and </think>."""
        return [{"role": message.role, "content": message.content} for message in self.messages]


def joined(parts: tuple[Part, ...]) -> str:
    """The parts as one text. A report has no place for thinking, so that it stays in, marked as the models mark it."""
    pieces = [f"<think>\n{part.text}\n</think>" if part.kind == "thinking" else part.text for part in parts]
    return "\n".join(pieces)


def said(role: Role, text: str) -> Message:
    return Message(role, (Part("text", text),))
