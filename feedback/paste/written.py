"""Turns as a person would paste them. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence

from feedback.paste.read import UNKNOWN, read_paste
from feedback.paste.shape import Turn

NAMES = {"user": "User", "assistant": "Assistant", "system": "System", "tool": "Tool"}


def as_text(turns: Sequence[Turn]) -> str:
    """Turns with who said them, or as JSON where what they say looks like a turn itself; read again they are the same."""
    if not turns:
        return ""
    text = "\n\n".join(f"{NAMES[turn['role']]}: {turn['content']}" for turn in turns)
    reading = read_paste(text)
    is_read_back = reading.source != UNKNOWN and reading.turns() == list(turns)
    return text if is_read_back else json.dumps(turns, ensure_ascii=False, indent=1)
