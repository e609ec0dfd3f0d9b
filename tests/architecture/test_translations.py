"""Both kinds of Chinese are whole, and what is in the catalogues is what pages ask for."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import polib
import pytest
from django.template import Context, engines
from django.template.base import FilterExpression, Lexer, Template, TokenType
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.utils import translation
from django.utils.translation import ngettext, npgettext, pgettext, trim_whitespace
from opencc import OpenCC

from config.env import ROOT
from config.messages import LOCALES, Messages, catalogue_path, merge_all, read_catalogue
from config.translations import compile_translations
from feedback.classifier.reasons import SENTENCES
from feedback.present import reason_words

LANGUAGES = {"zh_Hans": "zh-hans", "zh_Hant": "zh-hant"}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd%]|(?<!%)\{\w*\}")
TAGS = re.compile(r"</?\w+[^>]*>")
HAN = re.compile(r"[\u3400-\u9fff]")
# Written so in Taiwan, though OpenCC's tables know an older form too.
BOTH_WAYS = set("台占群周")


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    compile_translations()


@cache
def entries(locale: str) -> list[polib.POEntry]:
    return [entry for entry in read_catalogue(locale) if not entry.obsolete]


def words(entry: polib.POEntry) -> str:
    return entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr


@pytest.mark.parametrize("locale", LOCALES)
def test_no_string_is_missing_or_only_a_draft(locale):
    wanting = [entry.msgid for entry in entries(locale) if entry.fuzzy or not words(entry).strip()]
    assert wanting == []


def test_the_catalogues_hold_what_the_code_says_now():
    for locale, catalogue in merge_all().items():
        assert catalogue_path(locale).read_text(encoding="utf-8") == f"{catalogue}", "run script/messages"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_has_the_same_places_and_tags(locale):
    for entry in entries(locale):
        source = entry.msgid_plural or entry.msgid
        assert Counter(PLACES.findall(words(entry))) == Counter(PLACES.findall(source)), entry.msgid
        assert Counter(TAGS.findall(words(entry))) == Counter(TAGS.findall(source)), entry.msgid


@pytest.mark.parametrize("locale", LOCALES)
def test_a_translation_begins_and_ends_with_the_same_line_breaks(locale):
    for entry in entries(locale):
        for side in (str.startswith, str.endswith):
            assert side(words(entry), "\n") == side(entry.msgid, "\n"), entry.msgid


@pytest.mark.parametrize(("locale", "elsewhere"), [("zh_Hant", "s2t"), ("zh_Hans", "t2s")])
def test_no_character_is_of_the_other_script(locale, elsewhere):
    convert = cache(OpenCC(elsewhere).convert)
    for entry in entries(locale):
        alien = {character for character in words(entry) if convert(character) != character} - BOTH_WAYS
        assert not alien, words(entry)


@pytest.mark.parametrize(("locale", "alien"), [("zh_Hans", "「」『』"), ("zh_Hant", "“”‘’")])
def test_quotation_marks_and_punctuation_are_those_of_the_script(locale, alien):
    for entry in entries(locale):
        said = words(entry)
        assert not set(alien) & set(said), said
        assert not re.search(r"[\u3400-\u9fff][,;:?!]|[\u3400-\u9fff]\.(\s|$)", said), said


@pytest.mark.parametrize("locale", LOCALES)
def test_han_and_latin_stand_apart(locale):
    close = re.compile(r"[\u3400-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u3400-\u9fff]")
    for entry in entries(locale):
        bare = TAGS.sub("", PLACES.sub("", words(entry)))
        assert not close.search(bare), words(entry)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_string_is_found_at_run_time(locale):
    with translation.override(LANGUAGES[locale]):
        for entry in entries(locale):
            context, one, many = entry.msgctxt, entry.msgid, entry.msgid_plural
            if many:
                said = npgettext(context, one, many, 2) if context else ngettext(one, many, 2)
            else:
                said = pgettext(context, one) if context else translation.gettext(one)
            assert said == words(entry)


@pytest.mark.parametrize("language", ["en", *LANGUAGES.values()])
def test_every_template_compiles(language):
    with translation.override(language):
        for path in TEMPLATES:
            get_template(path.relative_to(ROOT / "templates").as_posix())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_template_asks_for_is_answered_in_chinese(path):
    """Each node is Django's own, compiled and drawn: what was found by reading must be what it looks up."""
    source = path.read_text(encoding="utf-8")
    compiled = engines["django"].from_string(source).template
    nodes = compiled.nodelist.get_nodes_by_type((TranslateNode, BlockTranslateNode))
    assert len(nodes) == tags_in(source)
    for node in nodes:
        english = looked_up(node)
        for locale, language in LANGUAGES.items():
            expected = {entry.msgid: words(entry) for entry in entries(locale)}[english]
            with translation.override(language):
                assert not HAN.search(expected) or HAN.search(drawn(node, compiled)), english


def tags_in(source: str) -> int:
    names = {"trans", "translate", "blocktrans", "blocktranslate"}
    blocks = (token.contents.split()[0] for token in Lexer(source).tokenize() if token.token_type == TokenType.BLOCK)
    return sum(name in names for name in blocks)


def looked_up(node: TranslateNode | BlockTranslateNode) -> str:
    """The English that Django asks the catalogue for; for what is counted, the singular."""
    if isinstance(node, TranslateNode):
        return str(node.filter_expression.var.literal).replace("%", "%%")
    english, _variables = node.render_token_list(node.singular)
    return trim_whitespace(english) if node.trimmed else english


def drawn(node: TranslateNode | BlockTranslateNode, template: Template) -> str:
    """What a page shows there: for two, where it counts."""
    name, node.asvar = node.asvar, None
    counter = getattr(node, "counter", None)
    if counter:
        node.counter = FilterExpression("2", None)
    context = Context()
    try:
        with context.bind_template(template):
            return str(node.render(context))
    finally:
        node.asvar = name
        if counter:
            node.counter = counter


@pytest.mark.parametrize("language", LANGUAGES.values())
def test_the_reasons_of_the_classifier_are_told_in_chinese(language):
    with translation.override(language):
        for code in SENTENCES:
            assert HAN.search(reason_words(code))


def test_every_way_to_mark_a_string_is_found(tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}  <p title="{% translate \'with "marks"\' %}">{{ _("in braces") }} it\'s\n'
        '{% translate "escaped \\"marks\\"" %}{% translate "100% sure" context "odds" %}{% include "x" with a=_("given") %}\n'
        "      {% blocktranslate count n=n trimmed context 'sum' %}\n   {{ n }} row\n  of {{ m }}\n {% plural %} {{ n }} rows\n"
        " of {{ m }} {% endblocktranslate %}</p>{% comment %}{% translate 'not shown' %}{% endcomment %}"
    )
    code = tmp_path / "code.py"
    code.write_text(
        'a = _("one " "piece")\nb = ngettext("%d row", "%d rows", n)\nc = pgettext("month", "May")\n'
        'd = npgettext_lazy("in a box", "%d box", "%d boxes")\ne = gettext_lazy("""long""")\n'
    )
    found = Messages()
    found.read(page, "page.html")
    found.read(code, "code.py")
    assert {(context, english, message.plural) for (context, english), message in found.items()} == {
        (None, 'with "marks"', ""),
        (None, "in braces", ""),
        (None, 'escaped "marks"', ""),
        ("odds", "100%% sure", ""),
        (None, "given", ""),
        ("sum", "%(n)s row of %(m)s", "%(n)s rows of %(m)s"),
        (None, "one piece", ""),
        (None, "%d row", "%d rows"),
        ("month", "May", ""),
        ("in a box", "%d box", "%d boxes"),
        (None, "long", ""),
    }
