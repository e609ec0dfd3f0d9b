"""A saved page to its turns, by the marks that chat pages put on a message; or to its visible text. Pure; nothing is
run.

The tokens are those of the HTML standard (https://html.spec.whatwg.org/multipage/parsing.html#tokenization).
`html.parser` would read them too, but takes quadratic time on hostile input before Python 3.13.6 (CVE-2025-6069); these
expressions never go back. Marks: ChatGPT data-message-author-role, data-turn; Claude data-testid=user-message,
font-claude-…; Gemini <user-query> and <model-response>; DeepSeek ds-…; Doubao send_message and receive_message; Kimi
segment-user; Open WebUI and Qwen chat-user …
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Literal

from feedback.paste.shape import Role

Speaker = Role | Literal["thinking"]

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<[!?][^>]*+(?:>|\Z)"
    r"|<(?P<close>/?)(?P<tag>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:=\s*+\"[^\"]*+(?:\"|\Z)|=\s*+'[^']*+(?:'|\Z)|[^>])*+)(?:>|\Z)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=/>"']++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++))""")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]\w{1,31});?")
_SILENT = frozenset({"script", "style", "head", "svg", "button", "noscript", "template", "iframe", "textarea", "select", "nav"})
_RAW = frozenset({"script", "style", "textarea", "noscript", "iframe"})
_BREAKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
        "user-query",
        "model-thoughts",
        "model-response",
        "message-content",
    ]
)
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_LOOKS = re.compile(
    r"\A\s*+(?:<!--.*?-->\s*+)*+<(?:!doctype html|html|head|body|div|main|article|section|user-query)\b",
    re.IGNORECASE | re.DOTALL,
)
# (attribute, the beginning of its value or of a class in it, role, the source); the first that fits wins.
_MARKS: tuple[tuple[str, str, Speaker, str], ...] = (
    ("data-message-author-role", "user", "user", "chatgpt"),
    ("data-message-author-role", "assistant", "assistant", "chatgpt"),
    ("data-message-author-role", "tool", "tool", "chatgpt"),
    ("data-message-author-role", "system", "system", "chatgpt"),
    ("data-testid", "user-message", "user", "claude"),
    ("class", "font-claude-message", "assistant", "claude"),
    ("class", "font-claude-response", "assistant", "claude"),
    ("data-testid", "send_message", "user", "doubao"),
    ("data-testid", "receive_message", "assistant", "doubao"),
    ("class", "ds-user-message", "user", "deepseek"),
    ("class", "ds-think-content", "thinking", "deepseek"),
    ("class", "ds-markdown", "assistant", "deepseek"),
    ("class", "segment-user", "user", "kimi"),
    ("class", "segment-assistant", "assistant", "kimi"),
    ("class", "qwen-chat-message-user", "user", "qwen"),
    ("class", "qwen-chat-message-assistant", "assistant", "qwen"),
    ("class", "chat-user", "user", "open-webui"),
    ("class", "chat-assistant", "assistant", "open-webui"),
    ("data-turn", "user", "user", "chatgpt"),
    ("data-turn", "assistant", "assistant", "chatgpt"),
    ("data-role", "user", "user", "marked"),
    ("data-role", "assistant", "assistant", "marked"),
)
_TAGS: dict[str, tuple[Speaker, str]] = {
    "model-thoughts": ("thinking", "gemini"),
    "user-query": ("user", "gemini"),
    "model-response": ("assistant", "gemini"),
}
_HIDDEN_IN_TURN = ("sr-only", "cdk-visually-hidden", "visually-hidden")


@dataclass(slots=True)
class Page:
    """The turns that marks tell of (role, source, text), the text of the whole page, and its scripts."""

    turns: list[tuple[Speaker, str, str]] = field(default_factory=list)
    text: str = ""
    scripts: list[str] = field(default_factory=list)


def looks_like_html(text: str) -> bool:
    return bool(_LOOKS.match(text[:20_000]))


def read_page(source: str) -> Page:
    return _Reader(source).read()


class _Reader:
    """One walk over the tokens. A turn goes from its marked tag to the tag that closes it, counted by name."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.page = Page()
        self.all: list[str] = []
        self.turn: list[str] = []
        self.now: tuple[Speaker, str] | None = None
        self.skip = ""  # the tag whose content says nothing, and how many of its name are open
        self.skipped = 0
        self.inside = ""  # the tag of the turn
        self.depth = 0
        self.kept = 0  # how many <pre> are open: there, spaces count

    def read(self) -> Page:
        at = 0
        while token := _TOKEN.search(self.source, at):
            self._say(self.source[at : token.start()])
            at = self._tag(token) if token["tag"] else token.end()
        self._say(self.source[at:])
        self._end_turn()
        self.page.text = _tidy(self.all)
        return self.page

    def _tag(self, token: re.Match[str]) -> int:
        tag, closes = token["tag"].lower(), bool(token["close"])
        if tag in _RAW and not closes and not self.skip:
            return self._raw(tag, token.end())
        if self.skip or tag in _SILENT:
            self._silence(tag, closes)
        else:
            self._shown(tag, closes, token["attributes"])
        return token.end()

    def _shown(self, tag: str, closes: bool, written: str) -> None:
        if tag in _BREAKS:
            self._say("\n", raw=True)
        if tag == "pre":
            self.kept = max(0, self.kept + (-1 if closes else 1))
        if self.now and tag == self.inside:
            self.depth += -1 if closes else 1
            if self.depth == 0:
                self._end_turn()
        elif not closes and tag not in _VOID and not written.endswith("/"):
            self._open(tag, written)
        if self.now and not closes and tag not in _VOID and any(name in written for name in _HIDDEN_IN_TURN):
            self.skip, self.skipped = tag, 1

    def _open(self, tag: str, written: str) -> None:
        mark = _TAGS.get(tag) or (_mark(written) if "data-" in written or "class" in written else None)
        if mark and self.now is None:
            self.now, self.inside, self.depth = mark, tag, 1

    def _end_turn(self) -> None:
        text = _tidy(self.turn)
        if self.now and text:
            self.page.turns.append((*self.now, text))
        self.now, self.turn = None, []

    def _silence(self, tag: str, closes: bool) -> None:
        if not self.skip:
            if not closes:
                self.skip, self.skipped = tag, 1
        elif tag == self.skip:
            self.skipped += -1 if closes else 1
            if self.skipped == 0:
                self.skip = ""

    def _raw(self, tag: str, start: int) -> int:
        end = re.compile(rf"</{tag}[\s/>]", re.IGNORECASE).search(self.source, start)
        stop = end.start() if end else len(self.source)
        if tag == "script":
            self.page.scripts.append(self.source[start:stop])
        return end.end() if end else stop

    def _say(self, text: str, raw: bool = False) -> None:
        if not text or self.skip:
            return
        if not raw:
            text = _REFERENCE.sub(lambda found: html.unescape(found[0]), text)
            text = text if self.kept else _SPACES.sub(" ", text)
        self.all.append(text)
        if self.now:
            self.turn.append(text)


_SPACES = re.compile(r"[ \t\n\f]+")
_BLANK = re.compile(r"\n{3,}")


def _tidy(pieces: list[str]) -> str:
    return _BLANK.sub("\n\n", "\n".join(line.rstrip() for line in "".join(pieces).split("\n"))).strip()


def _mark(written: str) -> tuple[Speaker, str] | None:
    if len(written) > 20_000:
        return None
    given = {name.lower(): double or single or bare for name, double, single, bare in _ATTRIBUTE.findall(written)}
    for attribute, start, role, source in _MARKS:
        value = given.get(attribute, "")
        words = value.split() if attribute == "class" else [value]
        if any(word == start or (attribute == "class" and word.startswith(start)) for word in words):
            return role, source
    return None
