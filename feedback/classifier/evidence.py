"""What the classifier reads: the report's own words, as they were sent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the reported conversation. `role` is user, assistant, system or tool."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another answer to the same prompt, and its rank among them (1 is best)."""

    content: str
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class MarkedSpan:
    """A passage of the reported answer, in code points, and what the reporter says about it."""

    start: int
    end: int
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A report without its author, consent and origin, which must not sway the verdict."""

    title: str = ""
    body: str = ""
    language: str | None = None
    messages: tuple[Message, ...] = ()
    target: int | None = None
    rating: int | None = None
    correction: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    spans: tuple[MarkedSpan, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def answer_index(self) -> int | None:
        """Index of the reported assistant message: the target, or else the last one; None if there is none."""
        if self.target is not None and 0 <= self.target < len(self.messages):
            return self.target
        for index in range(len(self.messages) - 1, -1, -1):
            if self.messages[index].role == "assistant":
                return index
        return None

    @property
    def answer(self) -> str:
        """The reported answer of the model, or ""."""
        index = self.answer_index
        return "" if index is None else self.messages[index].content

    @property
    def prompt(self) -> str:
        """What the user had asked: the last user message before the answer (or of all, without an answer), or ""."""
        index = self.answer_index
        for message in reversed(self.messages[:index]):
            if message.role == "user":
                return message.content
        return ""
