"""What a person finds on a page: where links lead, and forms with all that a browser would send of them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode

FORM = re.compile(r"<form\b.*?</form>", re.S)
Fields = list[tuple[str, str]]


@dataclass
class Form:
    """`fields` is what it would send as it stands, `choices` the values that may be chosen instead, `buttons` its named
    buttons. `place` and `keep`: as what, and where to, its draft is kept while one types."""

    action: str = ""
    is_multipart: bool = False
    fields: Fields = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: Fields = field(default_factory=list)
    place: str = ""
    keep: str = ""

    def filled(self, said: Mapping[str, str]) -> Fields:
        """The fields with what is `said` in place of what stood there."""
        return [(name, value) for name, value in self.fields if name not in said] + list(said.items())

    def has(self, name: str) -> bool:
        return any(name == known for known, _value in self.fields)


def links(text: str, pattern: str) -> list[str]:
    """Each address of a link that is wholly `pattern`, once, in the page's order."""
    return list(dict.fromkeys(unescape(found) for found in re.findall(rf'href="({pattern})"', text)))


def forms(text: str, action: str) -> list[Form]:
    """The forms whose action is wholly the pattern `action`; "" is a form that is sent to its own page."""
    found = []
    for chunk in FORM.findall(text):
        reader = _Reader()
        reader.feed(chunk)
        if re.fullmatch(action, reader.form.action):
            found.append(reader.form)
    return found


def encode(fields: Fields, *, is_multipart: bool) -> tuple[bytes, str]:
    """(body, content type) as a browser sends these fields."""
    if not is_multipart:
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    boundary = uuid.uuid4().hex
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields]
    return f"{''.join(parts)}--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


class _Reader(HTMLParser):
    """Reads one form."""

    def __init__(self) -> None:
        super().__init__()
        self.form = Form()
        self._text: str | None = None  # the name of the text field that is open, or of the select
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "data-place" in given:
            self.form.place, self.form.keep = given["data-place"], given.get("data-keep", "")
        if tag == "form":
            self.form.action = given.get("action", "")
            self.form.is_multipart = given.get("enctype") == "multipart/form-data"
        elif tag == "select":
            self._select = given.get("name", "")
            self.form.fields.append((self._select, ""))
        elif tag == "option" and self._select:
            self._option(given)
        elif tag == "textarea":
            self._text = given.get("name", "")
            self.form.fields.append((self._text, ""))
        elif "name" in given and tag == "button":
            self.form.buttons.append((given["name"], given.get("value", "")))
        elif "name" in given and tag == "input":
            self._input(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            name, value = self.form.fields[-1]
            self.form.fields[-1] = (name, (value + data).removeprefix("\n"))

    def _option(self, given: Mapping[str, str]) -> None:
        value = given.get("value", "")
        self.form.choices.setdefault(self._select, []).append(value)
        if "selected" in given:
            self.form.fields[-1] = (self._select, value)

    def _input(self, given: Mapping[str, str]) -> None:
        name, value, kind = given["name"], given.get("value", ""), given.get("type", "text")
        if kind in {"radio", "checkbox"}:
            self.form.choices.setdefault(name, []).append(value)
            if "checked" not in given:
                return
        if kind not in {"file", "submit"}:
            self.form.fields.append((name, value))
