"""Formulas between dollars, from LaTeX to MathML, which browsers draw themselves. Pure."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.token import Token

from community.markdown.boxes import BOX

# Characters of one formula, and of all in one text; more is shown as its source.
FORMULA, TEXT = 1_000, 10_000


def show_formulas(markdown: MarkdownIt) -> None:
    """Draw what the dollarmath plugin found."""
    markdown.add_render_rule("math_inline", _inline)
    markdown.add_render_rule("math_inline_double", _display)
    markdown.add_render_rule("math_block", _block)


def _inline(_self: Any, tokens: Sequence[Token], at: int, _options: Any, env: MutableMapping[str, Any]) -> str:
    return _drawn(tokens[at].content, env, is_block=False)


def _display(_self: Any, tokens: Sequence[Token], at: int, _options: Any, env: MutableMapping[str, Any]) -> str:
    return f'<span class="scrolls" tabindex="0">{_drawn(tokens[at].content, env, is_block=True)}</span>'


def _block(_self: Any, tokens: Sequence[Token], at: int, _options: Any, env: MutableMapping[str, Any]) -> str:
    return f"{BOX}{_drawn(tokens[at].content, env, is_block=True)}</div>\n"


def _drawn(source: str, env: MutableMapping[str, Any], *, is_block: bool) -> str:
    left = env.get("formulas_left", TEXT)
    drawn = ""
    if len(source) <= min(FORMULA, left):
        env["formulas_left"] = left - len(source)
        drawn = _to_mathml(source.strip(), is_block)
    if not drawn:
        dollars = "$$" if is_block else "$"
        return f'<code class="formula">{escape(f"{dollars}{source}{dollars}")}</code>'
    return drawn


@lru_cache(maxsize=2_000)
def _to_mathml(source: str, is_block: bool) -> str:
    """MathML, or nothing where the source is no formula; the library says so by many exceptions, of its own and of Python's."""
    try:
        return convert(source, display="block" if is_block else "inline")
    except Exception:
        return ""
