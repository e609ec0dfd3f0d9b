"""docs/pasting.md names every source and every note that the code can give."""

from __future__ import annotations

import re

from config.env import ROOT
from feedback.paste.from_html import NAMES as PAGES
from feedback.paste.from_json import SOURCES
from feedback.paste.texts.labels import SITES
from feedback.paste.texts.templates import TEMPLATES

DOCS = (ROOT / "docs/pasting.md").read_text()


def test_every_source_is_documented():
    names = {source.name for source in SOURCES} | {template.name for template in TEMPLATES} | {"llama-2", "plain"}
    assert not [name for name in names if f"`{name}`" not in DOCS]
    shared = {"kimi", "doubao", "qwen"}  # one row for the three, with `…-copy`, `…-page`
    copies = {source for _name, source, _reason in SITES if source.removesuffix("-copy") not in shared}
    pages = {f"{name}-page" for name in PAGES if name not in shared}
    assert not [name for name in copies | pages if f"`{name}`" not in DOCS]


def test_every_note_is_documented():
    code = "".join(path.read_text() for path in (ROOT / "feedback/paste").rglob("*.py"))
    codes = set(re.findall(r'Note\(\s*"([a-z-]+)"', code)) | set(re.findall(r'Problem\(\s*"([a-z-]+)"', code))
    assert len(codes) > 15
    assert not [name for name in codes if f"`{name}`" not in DOCS]
