"""What a source of JSON is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from feedback.paste.shape import Conversation

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """`reason` completes "read as …"; `confidence` is how sure the shape alone makes us, 0 to 1."""

    name: str
    reason: str
    confidence: float
    read: Callable[[Record], Conversation | None]
