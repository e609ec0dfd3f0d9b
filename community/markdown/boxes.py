"""Tables in a box of their own, which scrolls on a phone and by the keyboard. Pure."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

BOX = '<div class="scrolls" tabindex="0">'


def show_tables(markdown: MarkdownIt) -> None:
    markdown.add_render_rule("table_open", _open)
    markdown.add_render_rule("table_close", _close)


def _open(_self: Any, _tokens: Sequence[Token], _at: int, _options: Any, _env: MutableMapping[str, Any]) -> str:
    return f"{BOX}<table>\n"


def _close(_self: Any, _tokens: Sequence[Token], _at: int, _options: Any, _env: MutableMapping[str, Any]) -> str:
    return "</table></div>\n"
