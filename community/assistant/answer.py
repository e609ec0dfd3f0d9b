"""What a machine wrote, made fit to stand among members' words: no images, no trackers, nobody called by name. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

MAX_CHARACTERS = 20_000
# Fenced blocks and code spans are quoted, not spoken: they stay as they are. Each pattern is bounded, or runs up to one mark.
_CODE = re.compile(r"(^ {0,3}```[^\n]*\n.*?(?:^ {0,3}```[ \t]*$|\Z)|`[^`\n]{1,500}`)", re.MULTILINE | re.DOTALL)
_IMAGE = re.compile(r"!(?=\[)")
_HTML_IMAGE = re.compile(r"<img\b[^>]{0,2000}>", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>()\[\]\"'`，。；、）】》]{1,2000}")
# An address of mail or of a page keeps its sign; Han characters may stand right before a mention.
_AT = re.compile(r"(?<![A-Za-z0-9_@./:+-])@(?=\w)")
# Parameters that say who followed a link from where, and nothing about what is there.
_TRACKERS = re.compile(
    r"utm_|mc_|pk_|_hs|(fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|spm|scm|share_source|vd_source|si)$",
    re.IGNORECASE,
)


def clean_answer(text: str) -> str:
    """`text`, cut to what a post may hold; images become links, links lose their trackers, mentions their "@"."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > MAX_CHARACTERS:
        text = text[: MAX_CHARACTERS - 1].rstrip() + "…"
    return "".join(piece if number % 2 else _spoken(piece) for number, piece in enumerate(_CODE.split(text))).strip()


def _spoken(text: str) -> str:
    text = _HTML_IMAGE.sub("", _IMAGE.sub("", text))
    text = _URL.sub(lambda found: _untracked(found[0]), text)
    return _AT.sub("", text)


def _untracked(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if not parts.query:
        return url
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKERS.match(name)]
    if len(kept) == parts.query.count("&") + 1:
        return url  # nothing to take away: leave it as it was written
    return urlunsplit(parts._replace(query=urlencode(kept)))
