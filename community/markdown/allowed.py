"""The last step: what may stand in a page that members' words are shown on, and nothing else. Pure."""

from __future__ import annotations

import re

import nh3

from community.image_text import IMG_ATTRIBUTES
from community.markdown.code import CLASSES

WORDS = {"a", "blockquote", "br", "code", "del", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol"}
WORDS |= {"p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"}
MATH = {"math", "menclose", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow"}
MATH |= {
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "none",
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "code": set(),
    "div": {"tabindex"},
    "img": IMG_ATTRIBUTES,
    "ol": {"start"},
    "span": {"tabindex"},
    "pre": {"tabindex"},
    "td": {"align"},
    "th": {"align"},
    "math": {"display", "xmlns"},
    "menclose": {"notation"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mn": {"mathvariant"},
    "mo": {"fence", "form", "mathvariant", "movablelimits", "separator", "stretchy"},
    "mover": {"accent"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"columnalign", "columnlines", "rowlines"},
    "mtd": {"columnalign"},
    "munder": {"accentunder"},
    "munderover": {"accent", "accentunder"},
}
CLASSED = {
    "a": {"mention"},
    "code": {"formula"},
    "div": {"scrolls"},
    "span": {"scrolls", *(f"c-{letter}" for _kind, letter in CLASSES)},
}
# A space of a formula is a few letters wide, not a few pages.
_WIDTH = re.compile(r"-?\d?(\.\d+)?(em|ex|mu|pt|px)")


def clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=WORDS | MATH,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSED,
        attribute_filter=_filtered,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener noreferrer",
    )


def _filtered(tag: str, name: str, value: str) -> str | None:
    return None if (tag, name) == ("mspace", "width") and not _WIDTH.fullmatch(value) else value
