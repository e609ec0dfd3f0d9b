"""Records of a question and an answer: Alpaca's, and the pairs and preferences of other data sets. Pure.

https://github.com/tatsu-lab/stanford_alpaca (instruction, input, output), with `system` and `history` as LLaMA-Factory reads
them; prompt and completion, prompt and chosen and rejected as TRL does (https://huggingface.co/docs/trl/dataset_formats).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from feedback.paste.parts import as_list, text
from feedback.paste.shape import Conversation, Message, Note, Part, Role
from feedback.paste.sources.openai import read_messages
from feedback.paste.sources.source import Record, Source

_QUESTION = ("prompt", "question", "query")
_ANSWER = ("completion", "chosen", "answer", "response", "output", "response_j", "accepted")
_OTHER = ("rejected", "response_k", "rejected_response")


def read_alpaca(record: Record) -> Conversation | None:
    if not isinstance(record.get("instruction"), str) or not record.keys() & {"output", "chosen"}:
        return None
    messages = [_message("system", record.get("system"))]
    for pair in as_list(record.get("history")):
        if isinstance(pair, list) and len(pair) == 2:
            messages += [_message("user", pair[0]), _message("assistant", pair[1])]
    messages.append(Message("user", (*text(record["instruction"]), *text(record.get("input")))))
    messages.append(_answer(record, ("output", "chosen")))
    return _conversation(messages, ())


def read_pair(record: Record) -> Conversation | None:
    """A prompt, which may be a text or messages, with one answer or with a better and a worse one."""
    question = next((record[name] for name in _QUESTION if record.get(name)), None)
    if not record.keys() & {*_ANSWER}:
        return None
    notes: list[Note] = []
    asked = read_messages(question, notes) if isinstance(question, list) else [_message("user", question)]
    if asked is None or (not any(message.parts for message in asked) and not isinstance(record.get("chosen"), list)):
        return None
    return _conversation([*asked, *_answers(record, notes)], notes)


def _answers(record: Record, notes: list[Note]) -> list[Message]:
    chosen = next((record[name] for name in _ANSWER if isinstance(record.get(name), list)), None)
    if chosen is None:
        return [_answer(record, _ANSWER)]
    better = read_messages(chosen, notes) or []
    worse = read_messages(record.get("rejected"), notes) or []
    if better and worse and better[-1].role == worse[-1].role == "assistant":
        better[-1] = Message("assistant", better[-1].parts, (worse[-1].parts,))
    return better


def _answer(record: Record, names: Sequence[str]) -> Message:
    parts: tuple[Part, ...] = next((tuple(text(record[name])) for name in names if text(record.get(name))), ())
    others = [tuple(text(record[name])) for name in _OTHER if text(record.get(name))]
    return Message("assistant", parts, tuple(others))


def _message(role: Role, value: Any) -> Message:
    return Message(role, tuple(text(value)))


def _conversation(messages: list[Message], notes: Sequence[Note]) -> Conversation | None:
    kept = tuple(message for message in messages if message.parts)
    return Conversation(kept, notes=tuple(notes)) if any(message.role == "assistant" for message in kept) else None


SOURCE = Source("alpaca", "an Alpaca record", 0.93, read_alpaca)
PAIRS = Source("pair", "a record of a prompt and its answer", 0.8, read_pair)
