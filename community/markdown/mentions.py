"""Members called by name: "@bob" in a text, in Latin or Han letters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# As `community.account_adapter.username_validators` have it; no "@" inside an address, be it of mail or of a page.
_CALL = re.compile(r"(?<![A-Za-z0-9_.+/@=-])@(\w[\w.+-]{0,149})")
_LATIN = re.compile(r"[A-Za-z0-9]")
MOST = 100  # calls that are looked at in one text
ENDS = 24  # places where one name may end


def call_members(markdown: MarkdownIt) -> None:
    """With `env["names"]`, a list, what may be a name is added to it; with `env["members"]` the ones there become links."""
    markdown.core.ruler.push("mention", _rule)


def may_be_named(run: str) -> Iterator[str]:
    """The beginnings of `run` that may be a name, longest first: none ends within a Latin word or a number."""
    last = len(run)
    ends = [at for at in range(1, last) if not (_LATIN.match(run, at - 1) and _LATIN.match(run, at))][: ENDS - 1]
    for end in [last, *reversed(ends)]:
        yield run[:end]


def _rule(state: StateCore) -> None:
    names: list[str] | None = state.env.get("names")
    members: Mapping[str, str] = state.env.get("members") or {}
    if names is None and not members:
        return
    left, quotes = MOST, 0
    for block in state.tokens:
        quotes += (block.type == "blockquote_open") - (block.type == "blockquote_close")
        if block.type != "inline" or not block.children or "@" not in block.content:
            continue
        children: list[Token] = []
        links = 0
        for token in block.children:
            links += (token.type == "link_open") - (token.type == "link_close")
            if token.type != "text" or links or left <= 0 or "@" not in token.content:
                children.append(token)
                continue
            calls = list(_CALL.finditer(token.content))[:left]
            left -= len(calls)
            if names is not None and not quotes:  # who quotes a call does not call again
                names.extend(name for call in calls for name in may_be_named(call[1]))
            children.extend(_split(token, calls, members))
        block.children = children


def _split(token: Token, calls: list[re.Match[str]], members: Mapping[str, str]) -> Iterator[Token]:
    at = 0
    for call in calls:
        name = next((name for name in may_be_named(call[1]) if name.lower() in members), None)
        if name is None:
            continue
        yield _text(token, token.content[at : call.start()])
        opening = Token("link_open", "a", 1, attrs={"href": members[name.lower()], "class": "mention"})
        opening.level = token.level
        yield opening
        yield _text(token, f"@{name}")
        yield Token("link_close", "a", -1, level=token.level)
        at = call.start() + 1 + len(name)
    yield _text(token, token.content[at:])


def _text(like: Token, content: str) -> Token:
    return Token("text", "", 0, content=content, level=like.level)
