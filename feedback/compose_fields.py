"""Fields of the composer that hold more than one value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from base.paging import read_number
from feedback.composing.marks import MAX_COMMENT, MOST, Mark
from feedback.models import ModelVersion, Product
from feedback.schema import MAX_CHARACTERS
from feedback.wrong_words import WRONG

MAX_FILE = 8_000_000  # bytes; two million characters of Chinese are six
FILES = ".txt,.md,.markdown,.json,.jsonl,.ndjson,.html,.htm,text/plain,text/markdown,application/json,text/html"

TITLE_ASKED = 80  # characters of the question in a title that is made of what was ticked


class WholeText(forms.CharField):
    """Text that is kept as it was pasted, but for what cannot be stored; its errors say where."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)
        self.validators = []

    def to_python(self, value: Any) -> str:
        text = str(super().to_python(value) or "").replace("\r\n", "\n")
        if (at := text.find("\x00")) >= 0:
            message = _("There is a NUL character at position %(at)d, which cannot be stored. Remove it and send again.")
            raise ValidationError(message, params={"at": at + 1})
        if len(text) > MAX_CHARACTERS:
            message = _("This holds %(have)s characters; %(most)s are the most. Shorten it around the answer you mean.")
            raise ValidationError(message, params={"have": f"{len(text):,}", "most": f"{MAX_CHARACTERS:,}"})
        return text


class Reasons(forms.MultipleChoiceField):
    """What is wrong, of the list; what an old draft names that is no longer in it is left out."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> list[str]:
        return [str(code) for code in value or [] if code in WRONG]


class MarksInput(forms.Widget):
    """Marks as they travel in a form: of each its beginning, its words and a comment. `composing/marks.html` draws them."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Mark]:
        def values(part: str) -> list[str]:
            given = data.getlist(f"{name}_{part}") if hasattr(data, "getlist") else data.get(f"{name}_{part}", [])
            return [str(value).replace("\r\n", "\n") for value in given]

        comments = values("comment")
        rows = list(zip(values("start"), values("quote"), strict=False))[:MOST]
        return [
            Mark(read_number(start) or 0, quote, comments[index].strip() if index < len(comments) else "")
            for index, (start, quote) in enumerate(rows)
            if quote
        ]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}_quote" not in data


class MarksField(forms.Field):
    """The wrong passages of the answer; `cleaned_data` has a list of `Mark`."""

    widget = MarksInput

    def clean(self, value: Any) -> list[Mark]:
        marks: list[Mark] = list(value or [])
        for mark in marks:
            if "\x00" in mark.quote + mark.comment:
                raise ValidationError(_("A mark holds a NUL character, which cannot be stored. Remove the mark."))
            if len(mark.comment) > MAX_COMMENT:
                message = _("A comment holds %(have)d characters; %(most)d are the most.")
                raise ValidationError(message, params={"have": len(mark.comment), "most": MAX_COMMENT})
        return marks


def begun_title(given: Mapping[str, Any]) -> str:
    """A title of what was ticked and what was asked; empty where nothing was ticked."""
    if given.get("about") == "compare":
        asked, said = given.get("question") or "", str(_("Two answers"))
        if not given.get("better"):
            return ""
    else:
        turns = given.get("conversation") or []
        asked = next((turn["content"] for turn in reversed(turns) if turn["role"] == "user"), "")
        said = ", ".join(str(WRONG[code]) for code in given.get("reasons") or [])
        if given.get("about") == "product" or not said:
            return ""
    words = " ".join(asked[: 4 * TITLE_ASKED].split())
    short = words if len(words) <= TITLE_ASKED else words[: TITLE_ASKED - 1] + "…"
    return str(_("%(what)s: %(asked)s")) % {"what": said, "asked": short} if short else said


def version_choices() -> list[tuple[str, Any]]:
    """An empty choice, every product's versions, newest first, and "another version"."""
    groups: list[tuple[str, Any]] = [("", gettext("Choose …"))]
    for product in Product.objects.order_by("name").prefetch_related("versions"):
        versions = sorted(product.versions.all(), key=_newest, reverse=True)
        groups.append((product.name, [(f"{product.slug}/{version.name}", str(version)) for version in versions]))
    groups.append((gettext("Not in the list"), [("other", gettext("Another version"))]))
    return groups


def _newest(version: ModelVersion) -> tuple[float, str]:
    return (version.released_at.timestamp() if version.released_at else 0.0, version.name)
