"""A conversation kept as a tree of messages, to the one path that was shown, with the other answers beside it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from feedback.paste.shape import Message, Note, Part


@dataclass(frozen=True, slots=True)
class Node:
    """`parent` is the key of the node before; `message` is None where a node says nothing (a root, a hidden one)."""

    parent: str | None
    message: Message | None


def shown_path(nodes: Mapping[str, Node], leaf: str | None, notes: list[Note]) -> list[Message]:
    """The messages from the root to `leaf`, or to the last node where there is no such leaf.

    Answers that branch off become alternatives of the answer on the path. Questions that were written anew are counted in a
    note: each begins a conversation of its own. Each node is visited at most twice.
    """
    children: dict[str, list[str]] = {}
    for key, node in nodes.items():
        if node.parent is not None:
            children.setdefault(node.parent, []).append(key)
    path = _up(nodes, leaf if leaf in nodes else _last(nodes))
    others = _branches(nodes, children, path)
    messages: list[Message] = []
    waiting: list[tuple[Part, ...]] = []
    edited = 0
    for key in path:
        for role, parts in others.get(key, ()):
            if role == "user":
                edited += 1
            elif parts:
                waiting.append(parts)
        message = nodes[key].message
        if message is None:
            continue
        if message.role == "assistant" and waiting and any(part.kind == "text" for part in message.parts):
            message = replace(message, alternatives=(*message.alternatives, *waiting))
            waiting = []
        messages.append(message)
    if edited:
        notes.append(Note("edited", f"{edited} other versions of questions, with what followed them, were left out."))
    return with_thinking_in_place(messages)


def _last(nodes: Mapping[str, Node]) -> str | None:
    """The last node that says something and is known to follow another; where a tree is cut off, the very last may not."""
    said = [key for key, node in nodes.items() if node.message and node.parent is not None]
    return next(reversed(said or list(nodes)), None)


def _up(nodes: Mapping[str, Node], key: str | None) -> list[str]:
    path: list[str] = []
    seen: set[str] = set()
    while key is not None and key in nodes and key not in seen:
        seen.add(key)
        path.append(key)
        key = nodes[key].parent
    return path[::-1]


def _branches(
    nodes: Mapping[str, Node], children: Mapping[str, Sequence[str]], path: Sequence[str]
) -> dict[str, list[tuple[str, tuple[Part, ...]]]]:
    """For a node of the path: what its siblings begin with, and what they answer before the next question."""
    on_path = set(path)
    found: dict[str, list[tuple[str, tuple[Part, ...]]]] = {}
    for key in path:
        parent = nodes[key].parent
        siblings = [other for other in children.get(parent, ()) if other not in on_path] if parent is not None else []
        for sibling in siblings:
            answer = _answer(nodes, children, sibling)
            if answer:
                found.setdefault(key, []).append(answer)
    return found


def _answer(
    nodes: Mapping[str, Node], children: Mapping[str, Sequence[str]], start: str
) -> tuple[str, tuple[Part, ...]] | None:
    parts: list[Part] = []
    key: str | None = start
    seen: set[str] = set()
    while key is not None and key not in seen:
        seen.add(key)
        message = nodes[key].message
        if message and message.role == "user":
            return ("assistant", tuple(parts)) if parts else ("user", message.parts)
        if message and message.role == "assistant":
            parts += message.parts
        below = children.get(key, ())
        key = below[-1] if below else None
    return ("assistant", tuple(parts)) if parts else None


def with_thinking_in_place(messages: list[Message]) -> list[Message]:
    """A message that holds nothing but thinking goes to the head of the answer that follows it."""
    placed: list[Message] = []
    for message in messages:
        before = placed[-1] if placed else None
        if before and before.role == message.role == "assistant" and all(part.kind == "thinking" for part in before.parts):
            placed[-1] = Message("assistant", before.parts + message.parts, before.alternatives + message.alternatives)
        else:
            placed.append(message)
    return placed
