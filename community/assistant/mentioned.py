"""Whether a text calls the assistant. Pure."""

from __future__ import annotations

import re

_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]{1,500}`", re.DOTALL)
_QUOTE = re.compile(r"^ {0,3}>[^\n]*", re.MULTILINE)


def mentions(text: str, name: str) -> bool:
    """Whether `text` says "@name", in any case of letters; not in code, and not in what it only quotes."""
    if "@" not in text:
        return False
    spoken = _QUOTE.sub(" ", _CODE.sub(" ", text))
    return bool(re.search(rf"(?<![A-Za-z0-9_@./+-])@{re.escape(name)}(?![A-Za-z0-9_-])", spoken, re.IGNORECASE))
