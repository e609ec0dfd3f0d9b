"""Images in Markdown: those of this site, by their addresses. Pure.

An address says how large its picture is, `/media/TOKEN-WIDTHxHEIGHT.webp`, so that a page keeps the room without asking.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

NAME = r"[A-Za-z0-9_]{24,40}-[1-9][0-9]{0,3}x[1-9][0-9]{0,3}"
_ADDRESS = re.compile(rf"/media/({NAME})\.webp")
_IN_TEXT = re.compile(rf"(?:!\[((?:[^\[\]\\]|\\.)*)\]\(\s*)?/media/({NAME})\.webp")
SMALL_SIDE = 800
IMG_ATTRIBUTES = {"src", "alt", "width", "height", "loading", "decoding"}


def image_markdown(name: str, alt: str) -> str:
    """What is written into a text to show the image `name`."""
    words = re.sub(r"([\\\[\]])", r"\\\1", " ".join(alt.split()))
    return f"![{words}](/media/{name}.webp)"


def images_in(text: str) -> dict[str, str]:
    """The names of this site's images that `text` holds, in order, each with its alternative text."""
    found: dict[str, str] = {}
    for match in _IN_TEXT.finditer(text):
        alt = re.sub(r"\\(.)", r"\1", match[1] or "")
        found[match[2]] = found.get(match[2]) or alt
    return found


def own_images_only(md: MarkdownIt) -> None:
    """A plugin: images of this site are shown, each a link to the whole; any other is a link to where it lies.

    Loading a picture from elsewhere would tell that place who reads here.
    """
    md.core.ruler.push("own_images_only", _mark_those_in_links)
    md.add_render_rule("image", _render)


def _mark_those_in_links(state: StateCore) -> None:
    for block in state.tokens:
        depth = 0
        for token in block.children or []:
            depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            if token.type == "image":
                token.meta["in_link"] = depth > 0


def _render(self: RendererProtocol, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    address = str(token.attrGet("src") or "")
    alt = _words(token.children or [])
    inner = _own(address, alt)
    link = address if inner or not address.startswith("data:") else ""
    shown = inner or escape(alt or address)
    if token.meta.get("in_link") or not link:
        return shown
    return f'<a href="{escape(link)}">{shown}</a>'


def _own(address: str, alt: str) -> str:
    """The `img` of an image of this site; nothing for any other. One without words is named by its size, since it is a link."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return ""
    width, height = map(int, match[1].rpartition("-")[2].split("x"))
    alt = alt.strip() or f"{width} × {height}"
    scale = min(1.0, SMALL_SIDE / max(width, height))
    width, height = max(1, round(width * scale)), max(1, round(height * scale))
    return (
        f'<img src="/media/{match[1]}.small.webp" alt="{escape(alt)}" width="{width}" height="{height}"'
        ' loading="lazy" decoding="async">'
    )


def _words(tokens: Sequence[Token]) -> str:
    return "".join("\n" if token.type in {"softbreak", "hardbreak"} else token.content for token in tokens)
