"""Tags as they are written, and as they are matched. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from base.text.normalise import normalise

MAX_TAGS = 5
MAX_CHARACTERS = 40

BETWEEN = re.compile("[,，、;；\n]")
_NOT_IN_SLUG = re.compile(r"[/\\\s]+")
_WORD = re.compile(r"\w")
# `tag:词` or `标签：词` in a query; with quotation marks where there is a space in it
_OPERATOR = re.compile(r'(?<!\S)(?:tag|标签|標籤)[:：](?:"([^"]*)"|“([^”]*)”|(\S+))', re.IGNORECASE)


@lru_cache(maxsize=10_000)
def slug_of(name: str) -> str:
    """How a tag is matched and addressed: width, case and script folded, no spaces or slashes; "" for what is no tag."""
    slug = _NOT_IN_SLUG.sub("-", normalise(name).strip("#").strip()).strip("-")
    return slug if _WORD.search(slug) and len(slug) <= 2 * MAX_CHARACTERS else ""


def clean_name(name: str) -> str:
    """How a tag is shown: as it was written, but for what cannot be seen."""
    visible = "".join(character if character.isprintable() else " " for character in name)
    return " ".join(visible.strip(" #＃").split())


def split_names(text: str) -> list[str]:
    """The tags of a field that names them with commas between, Latin or Chinese ones."""
    return clean_names(BETWEEN.split(text))


def clean_names(names: Iterable[str]) -> list[str]:
    """Those that are tags, in order, each once however it is spelt."""
    found: dict[str, str] = {}
    for name in names:
        shown = clean_name(name)
        slug = slug_of(shown)
        if slug and len(shown) <= MAX_CHARACTERS:
            found.setdefault(slug, shown)
    return list(found.values())


def split_operators(query: str) -> tuple[str, list[str]]:
    """A query without its `tag:` operators, and the tags that they name."""
    names = [next(part for part in match.groups() if part is not None) for match in _OPERATOR.finditer(query)]
    if not names:
        return query, []
    return " ".join(_OPERATOR.sub(" ", query).split()), clean_names(names)
