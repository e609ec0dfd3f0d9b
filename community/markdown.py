"""Markdown to safe HTML. Pure."""

from __future__ import annotations

from functools import cache

import nh3
from markdown_it import MarkdownIt

from community.image_text import IMG_ATTRIBUTES, own_images_only

MAX_CHARACTERS = 200_000
ATTRIBUTES = {**nh3.ALLOWED_ATTRIBUTES, "img": IMG_ATTRIBUTES}


@cache
def _renderer() -> MarkdownIt:
    plain = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})
    return plain.enable(["table", "strikethrough"]).use(own_images_only)


def to_html(text: str) -> str:
    """`text` rendered and sanitised; links go out without a referrer and earn nobody a rank.

    Beyond `MAX_CHARACTERS` the text is shown plain, since rendering costs more than it helps there.
    """
    if len(text) > MAX_CHARACTERS:
        return f"<pre>{nh3.clean_text(text)}</pre>"
    return nh3.clean(_renderer().render(text), attributes=ATTRIBUTES, link_rel="nofollow ugc noopener noreferrer")
