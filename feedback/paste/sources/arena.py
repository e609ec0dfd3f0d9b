"""Two answers side by side, as Chatbot Arena publishes its battles. Pure.

https://huggingface.co/datasets/lmsys/chatbot_arena_conversations (conversation_a, conversation_b, winner);
https://huggingface.co/datasets/lmarena-ai/arena-human-preference-55k (prompt, response_a, response_b as JSON lists in strings).
Side A is the conversation, side B its alternatives.
"""

from __future__ import annotations

from typing import Any

from feedback.paste.parts import as_list, as_text, text
from feedback.paste.shape import Conversation, Message, Note
from feedback.paste.sources.langfuse import decoded
from feedback.paste.sources.openai import read_messages
from feedback.paste.sources.source import Record, Source


def read(record: Record) -> Conversation | None:
    notes: list[Note] = []
    if "conversation_a" in record and "conversation_b" in record:
        left = read_messages(decoded(record["conversation_a"]), notes)
        right = read_messages(decoded(record["conversation_b"]), notes)
    else:
        left, right = (_turns(record, f"response_{side}") for side in "ab")
    if not left or not right:
        return None
    winner = as_text(record.get("winner")) or next((name for name in _WINNERS if record.get(name) == 1), "")
    if winner:
        notes.append(Note("winner", f"Of the two answers, this was preferred: {winner.removeprefix('winner_')[:60]}."))
    return Conversation(_side_by_side(left, right), notes=tuple(notes))


_WINNERS = ("winner_model_a", "winner_model_b", "winner_tie")


def _turns(record: Record, answers: str) -> list[Message] | None:
    asked, answered = (_texts(record.get(name)) for name in ("prompt", answers))
    if not asked or not answered:
        return None
    pairs = zip(asked, answered, strict=False)
    return [Message(role, tuple(text(said))) for pair in pairs for role, said in zip(("user", "assistant"), pair, strict=True)]  # type: ignore[arg-type]


def _texts(value: Any) -> list[Any]:
    value = decoded(value)
    return [value] if isinstance(value, str) else as_list(value)


def _side_by_side(left: list[Message], right: list[Message]) -> tuple[Message, ...]:
    """Answers that stand at the same place are alternatives; the rest of the longer side is kept as it is."""
    messages: list[Message] = []
    for at, message in enumerate(left):
        other = right[at] if at < len(right) else None
        beside = (other.parts,) if other and other.role == message.role == "assistant" else ()
        messages.append(Message(message.role, message.parts, beside))
    return tuple(message for message in messages if message.parts)


SOURCE = Source("arena", "a pair of answers of Chatbot Arena", 0.97, read)
