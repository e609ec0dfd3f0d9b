"""Markdown to safe HTML, with code in colour, formulas, and members called by name. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import nh3
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from community.image_text import own_images_only
from community.markdown.allowed import clean
from community.markdown.boxes import show_tables
from community.markdown.code import show_code
from community.markdown.formulas import show_formulas
from community.markdown.links import link_addresses
from community.markdown.mentions import call_members

MAX_CHARACTERS = 200_000


@cache
def _renderer() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    markdown.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    for part in (show_tables, show_code, show_formulas, own_images_only, link_addresses, call_members):
        markdown.use(part)
    return markdown


def to_html(text: str, members: Mapping[str, str] | None = None) -> str:
    """`text` rendered and sanitised; links go out without a referrer and earn nobody a rank.

    `members` says where a name leads, by the name in small letters: "@" before one of these is a link. Beyond
    `MAX_CHARACTERS` the text is shown plain, since rendering costs more than it helps there.
    """
    if len(text) > MAX_CHARACTERS:
        return f"<pre>{nh3.clean_text(text)}</pre>"
    return clean(_renderer().render(text, {"members": members or {}}))


def names_in(text: str) -> list[str]:
    """What may be a name of a member after an "@" in `text`, longest first for each; none in code,
    addresses or quotes.

    Where a name ends is known by who bears it alone (「@小明你好」), so that there are several for one "@".
    """
    if "@" not in text or len(text) > MAX_CHARACTERS:
        return []
    found: list[str] = []
    _renderer().parse(text, {"names": found})
    return found


__all__ = ["MAX_CHARACTERS", "names_in", "to_html"]
