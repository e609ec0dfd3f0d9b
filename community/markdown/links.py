"""Addresses become links, also in the middle of a Chinese sentence, where no space ends them. Pure.

Known linkifiers take 「https://example.org，谢谢」 for one address, or find none behind a Han character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# Han letters may be part of an address (zh.wikipedia.org/wiki/机器学习), the punctuation between them is not.
_ADDRESS = re.compile(
    r"""(?<![A-Za-z0-9])https?://[^\s<>"'`\\^{|}，。；：！？、（）《》〈〉「」『』【】“”‘’…—]{1,2000}""", re.IGNORECASE
)
_ENDS = ".,;:!?*_~"


def link_addresses(markdown: MarkdownIt) -> None:
    markdown.core.ruler.push("addresses", _rule)


def _rule(state: StateCore) -> None:
    for block in state.tokens:
        if block.type != "inline" or not block.children or "://" not in block.content:
            continue
        children: list[Token] = []
        links = 0
        for token in block.children:
            links += (token.type == "link_open") - (token.type == "link_close")
            if token.type == "text" and not links and "://" in token.content:
                children.extend(_split(state, token))
            else:
                children.append(token)
        block.children = children


def _split(state: StateCore, token: Token) -> Iterator[Token]:
    at = 0
    for found in _ADDRESS.finditer(token.content):
        address = _ended(found[0])
        href = state.md.normalizeLink(address)
        if not state.md.validateLink(href):
            continue
        yield Token("text", "", 0, content=token.content[at : found.start()], level=token.level)
        yield Token("link_open", "a", 1, attrs={"href": href}, level=token.level, markup="autolink", info="auto")
        yield Token("text", "", 0, content=address, level=token.level)
        yield Token("link_close", "a", -1, level=token.level, markup="autolink", info="auto")
        at = found.start() + len(address)
    yield Token("text", "", 0, content=token.content[at:], level=token.level)


def _ended(address: str) -> str:
    """Without what belongs to the sentence around it: a full stop, or a bracket that was opened before."""
    open_ones = address.count("(") - address.count(")")
    while address[-1] in _ENDS or (address[-1] == ")" and open_ones < 0):
        open_ones += address[-1] == ")"
        address = address[:-1]
    return address
