"""`script/messages`: finds every string the site can say and merges it into the catalogues. gettext need not be installed."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from gettext import GNUTranslations
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from base.text.script import as_the_site_says
from config.env import ROOT
from feedback.classifier.reasons import SENTENCES

LOCALES = ("zh_Hans", "zh_Hant")
OURS = ("base", "community", "config", "feedback", "moderation", "templates", "tuning")
# What a visitor may read of the packages: taken where their own catalogues have no Chinese, or where ours says it better.
PACKAGES = {
    "django": (
        "contrib/auth/forms.py",
        "contrib/auth/password_validation.py",
        "contrib/auth/validators.py",
        "core/validators.py",
        "db/models/fields/__init__.py",
        "forms",
        "contrib/humanize/templatetags",
    ),
    "allauth": ("account", "mfa", "socialaccount/adapter.py", "templates"),
}
# Sentences that stand in a table and are looked up by their English.
LOOKED_UP = {"feedback/classifier/reasons.py": tuple(SENTENCES.values())}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
HEADER = {
    "Project-Id-Version": "Huiliu",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
# Django's own `templatize` ends a string at an escaped quotation mark, which a page does not.
ESCAPED = re.compile(r'''(?<=translate )"((?:[^"\\\n']|\\.)*\\"(?:[^"\\\n']|\\.)*)"''')
Key = tuple[str | None, str]  # context and English


@dataclass
class Message:
    """One string to translate: its plural where it counts something, and the files it stands in."""

    plural: str = ""
    files: set[str] = field(default_factory=set)


class Messages(dict[Key, Message]):
    """What was found, by context and English."""

    def add(self, file: str, english: str, plural: str = "", context: str | None = None) -> None:
        message = self.setdefault((context, english), Message())
        message.plural = message.plural or plural
        message.files.add(file)

    def read(self, path: Path, name: str) -> None:
        """Take what one Python file or template holds. SyntaxError: the template has a tag inside a translated block."""
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = ESCAPED.sub(lambda match: "'" + match[1].replace('\\"', '"') + "'", source)
            # what is left of the page between the strings is no Python: its indentation must not count
            source = "\n".join(line.strip() for line in templatize(source, origin=name).splitlines())
        for _line, words, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
            english, plural = (words, "") if isinstance(words, str) else (words[0], words[1])
            self.add(name, english, plural, context)


def files(places: Iterable[Path]) -> Iterator[Path]:
    """Python files and templates at or under `places`, in a fixed order."""
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in {".py", ".html", ".txt"} and not {"migrations", "tests"} & set(path.parts):
                yield path


def find() -> Messages:
    """Everything that our own code and templates say."""
    found = Messages()
    for path in files(ROOT / place for place in OURS):
        if path != Path(__file__).resolve():
            found.read(path, path.relative_to(ROOT).as_posix())
    for name, sentences in LOOKED_UP.items():
        for sentence in sentences:
            found.add(name, sentence)
    return found


def home(package: str) -> Path:
    """Where an installed package lies."""
    spec = find_spec(package)
    assert spec is not None, package
    assert spec.origin is not None, package
    return Path(spec.origin).parent


def find_in_packages() -> Messages:
    """What Django and allauth say to our visitors."""
    found = Messages()
    for package, places in PACKAGES.items():
        for path in files(home(package) / place for place in places):
            found.read(path, path.relative_to(home(package).parent).as_posix())
    return found


def said_by_packages(locale: str) -> set[str]:
    """The English of everything the packages' own catalogues have in this Chinese."""
    said: set[str] = set()
    for package in PACKAGES:
        for path in home(package).rglob(f"locale/{locale}/LC_MESSAGES/django.mo"):
            with path.open("rb") as file:
                catalogue: dict[str | tuple[str, int], str] = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
            keys = (key if isinstance(key, str) else key[0] for key, words in catalogue.items() if words)
            said |= {key.split("\x04")[-1] for key in keys}
    return said


def wanted() -> Messages:
    """All that ought to be in the catalogues: ours, what packages leave in English, and what we say better than they do."""
    found = find()
    said = set.intersection(*(said_by_packages(locale) for locale in LOCALES))
    better = {
        (entry.msgctxt, entry.msgid)
        for locale in LOCALES
        for entry in read_catalogue(locale)
        if entry.msgstr or entry.msgstr_plural
    }
    for key, message in find_in_packages().items():
        if key in found or key[1] not in said or key in better:
            known = found.setdefault(key, Message())
            known.plural = known.plural or message.plural
            known.files |= message.files
    return found


def catalogue_path(locale: str) -> Path:
    return ROOT / "locale" / locale / "LC_MESSAGES" / "django.po"


def read_catalogue(locale: str) -> polib.POFile:
    """The catalogue as it lies there; an empty one where there is none yet."""
    path = catalogue_path(locale)
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def merge(messages: Messages, old: polib.POFile) -> polib.POFile:
    """`messages` with the translations of `old`; what nothing says any more is kept at the end as obsolete."""
    known: dict[Key, polib.POEntry] = {(entry.msgctxt, entry.msgid): entry for entry in old}
    merged = polib.POFile(wrapwidth=100)
    merged.header = "The Chinese of Huiliu. script/messages keeps the list of strings; the words are written by hand."
    merged.metadata = {**HEADER, "Language": old.metadata.get("Language", "")}
    for key, message in sorted(messages.items(), key=lambda item: (min(item[1].files), item[0][1], item[0][0] or "")):
        merged.append(entry_for(key, message, known.pop(key, None)))
    for _key, entry in sorted(known.items(), key=lambda item: (item[0][1], item[0][0] or "")):
        if any([entry.msgstr, *entry.msgstr_plural.values()]):
            entry.obsolete, entry.occurrences = True, []
            merged.append(entry)
    return merged


def entry_for(key: Key, message: Message, old: polib.POEntry | None) -> polib.POEntry:
    """One entry with what `old` said; a string that has become plural keeps its words."""
    context, english = key
    entry = polib.POEntry(msgctxt=context, msgid=english, occurrences=[(file, "") for file in sorted(message.files)])
    words = (old.msgstr_plural.get(0) or old.msgstr) if old else ""
    if message.plural:
        entry.msgid_plural, entry.msgstr_plural = message.plural, {0: words}
    else:
        entry.msgstr = words
    entry.flags = ["python-format"] if re.search(r"%\(\w+\)|%[sd]", english) else []
    if old:
        entry.tcomment = old.tcomment
        entry.flags = (["fuzzy"] if "fuzzy" in old.flags else []) + entry.flags
    return entry


def traditional(words: str) -> str:
    """A first draft as in Taiwan: OpenCC's phrases, then the terms of this site, then the quotation marks."""
    return as_the_site_says(words).translate(str.maketrans("“”‘’", "「」『』"))


def draft_traditional(hans: polib.POFile, hant: polib.POFile) -> None:
    """Fill the gaps of `hant` from `hans`, marked fuzzy: a draft counts as missing until a person has read it."""
    simplified = {(entry.msgctxt, entry.msgid): entry for entry in hans if not entry.obsolete and not entry.fuzzy}
    for entry in hant:
        source = simplified.get((entry.msgctxt, entry.msgid))
        if source is None or entry.obsolete or entry.msgstr or entry.msgstr_plural.get(0):
            continue
        words = traditional(source.msgstr_plural.get(0) or source.msgstr)
        if not words:
            continue
        if entry.msgid_plural:
            entry.msgstr_plural = {0: words}
        else:
            entry.msgstr = words
        entry.flags = ["fuzzy", *entry.flags]


def merge_all() -> dict[str, polib.POFile]:
    """Both catalogues as they ought to be."""
    messages = wanted()
    merged = {locale: merge(messages, read_catalogue(locale)) for locale in LOCALES}
    for locale, catalogue in merged.items():
        catalogue.metadata["Language"] = locale
    draft_traditional(merged["zh_Hans"], merged["zh_Hant"])
    return merged


def main() -> int:
    """Write what changed; with --check only say it. The exit status is 1 where something is missing, or would change."""
    check = "--check" in sys.argv[1:]
    wrong = 0
    for locale, catalogue in merge_all().items():
        path, text = catalogue_path(locale), f"{catalogue}"
        stale = not path.exists() or path.read_text(encoding="utf-8") != text
        if stale and not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        missing = len(catalogue.untranslated_entries()) + len(catalogue.fuzzy_entries())
        wrong += missing + (stale and check)
        note = " (out of date: run script/messages)" if stale and check else ""
        print(f"{locale}: {len(catalogue.translated_entries())} translated, {missing} missing or to be read{note}")  # noqa: T201
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
