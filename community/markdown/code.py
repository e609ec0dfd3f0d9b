"""Code in colour: pygments cuts it, the style sheet paints it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Name, Number, Operator, String, _TokenType

# What people call a language, and pygments' name for it. Few, since each lexer is a pile of expressions that somebody may
# feed with what they are slow at; each of these is tried with such text in the tests.
LANGUAGES = {
    **dict.fromkeys(("python", "py"), "python"),
    **dict.fromkeys(("javascript", "js"), "javascript"),
    **dict.fromkeys(("typescript", "ts"), "typescript"),
    **dict.fromkeys(("bash", "sh", "shell", "zsh"), "bash"),
    **dict.fromkeys(("yaml", "yml"), "yaml"),
    **dict.fromkeys(("cpp", "c++"), "cpp"),
    **dict.fromkeys(("go", "golang"), "go"),
    **dict.fromkeys(("rust", "rs"), "rust"),
    **{name: name for name in ("json", "toml", "html", "css", "sql", "c", "diff", "ini")},
}
# Characters in colour, of one block and of one text; more is shown as it is.
BLOCK, TEXT = 8_000, 24_000
# Lexers are slow at very long lines and at much empty space, which code that somebody wants to show has not.
_SLOW = re.compile(r"[^\n]{400}|\s{80}")
# The classes of `static/css/prose.css`, the first that fits.
CLASSES: list[tuple[_TokenType, str]] = [
    (Comment, "c"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (String, "s"),
    (Number, "m"),
    (Name.Function, "f"),
    (Name.Class, "f"),
    (Name.Tag, "k"),
    (Name.Attribute, "f"),
    (Name.Decorator, "f"),
    (Generic.Inserted, "i"),
    (Generic.Deleted, "d"),
]


def show_code(markdown: MarkdownIt) -> None:
    markdown.add_render_rule("fence", _fence)
    markdown.add_render_rule("code_block", _fence)


def _fence(_self: Any, tokens: Sequence[Token], at: int, _options: Any, env: MutableMapping[str, Any]) -> str:
    token = tokens[at]
    words = token.info.split()
    language = LANGUAGES.get(words[0].lower()) if words else None
    left = env.get("colour_left", TEXT)
    if language is None or len(token.content) > min(BLOCK, left) or _SLOW.search(token.content):
        return f'<pre tabindex="0"><code>{escape(token.content)}</code></pre>\n'
    env["colour_left"] = left - len(token.content)
    return f'<pre tabindex="0"><code>{"".join(coloured(token.content, language))}</code></pre>\n'


def coloured(code: str, language: str) -> Iterator[str]:
    """`code` as HTML in pieces, each escaped, those with a colour in a span of class "c-" and a letter of `CLASSES`."""
    for kind, text in _lexer(language).get_tokens(code):
        letter = next((letter for above, letter in CLASSES if kind in above), "")
        yield f'<span class="c-{letter}">{escape(text)}</span>' if letter and text.strip() else escape(text)


@cache
def _lexer(language: str) -> Lexer:
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)
