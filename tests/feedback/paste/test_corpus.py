"""Every paste of the corpus is read as a person reads it, and no word of it is changed."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest

from feedback.paste import NotAConversation, parse_paste, read_paste
from feedback.paste.prepare import prepare
from feedback.paste.read import UNKNOWN
from tests.feedback.paste.samples import NAMES, expected, parts_of, pasted, shown

STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
LABELLED = [
    name for name in NAMES if expected(name)["source"] in {"labelled-text", "claude-copy", "chatgpt-copy", "thought-mark"}
]


def strings_in(text: str, depth: int = 0) -> list[str]:
    """All JSON strings in a text, decoded, and those inside of them."""
    found = []
    for match in STRING.finditer(text):
        try:
            found.append(json.loads(match[0], strict=False))
        except ValueError:
            continue
    return found + [inner for one in found if depth < 2 and '"' in one for inner in strings_in(one, depth + 1)]


def values_in(value: Any) -> list[Any]:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value, *(found for item in inside for found in values_in(item))]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_corpus_is_large():
    assert len(NAMES) >= 80


@pytest.mark.parametrize("name", NAMES)
def test_it_is_read_as_expected(name):
    assert shown(read_paste(pasted(name))) == expected(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_part_stands_in_the_paste_as_it_is(name):
    reading = read_paste(pasted(name))
    text = prepare(pasted(name)).text
    if reading.source.startswith("curl"):  # undo the quoting of the shell
        text = re.sub(
            r"\\u([0-9a-f]{4})",
            lambda m: chr(int(m[1], 16)),
            text.replace("'\\''", "'").replace('\\"', '"').replace("\\'", "'"),
        )
        text = text.replace("\\\\", "\\")
    words = [text, *strings_in(text)]
    page = squeezed(html.unescape(re.sub(r"<[^>]*>", "", text))) if "<html" in text else ""
    for part in parts_of(reading):
        if part.kind == "data":
            value = json.loads(part.text)
            assert any(value == found for found in values_in(json.loads(text)))
        else:
            assert any(part.text in found for found in words) or (page and squeezed(part.text) in page), part.text


@pytest.mark.parametrize("name", LABELLED)
def test_of_labelled_text_only_the_labels_are_not_content(name):
    reading = read_paste(pasted(name))
    text, at, left = prepare(pasted(name)).text, 0, []
    pieces = [reading.before] + [
        piece for message in reading.messages for piece in (message.content, *(other[0].text for other in message.alternatives))
    ]
    if "<html" in text:
        return
    for piece in pieces:
        start = text.index(piece, at)
        left.append(text[at:start])
        at = start + len(piece)
    left.append(text[at:])
    for between in left:
        assert len(re.sub(r"\n-+\n", "", between).strip()) <= 40, between
        assert "\n" not in re.sub(r"\n-+\n", "", between).strip(), between


@pytest.mark.parametrize("name", [name for name in NAMES if expected(name)["source"] not in {UNKNOWN, "empty"}])
def test_a_reading_says_what_it_is_read_as(name):
    reading = read_paste(pasted(name))
    assert reading.reason.startswith("read as ")
    assert 0.1 < reading.confidence <= 1
    assert parse_paste(prepare(pasted(name)).text) == reading.turns()
    assert all(note.message.endswith(".") for note in reading.notes)


@pytest.mark.parametrize("name", [name for name in NAMES if "problem" in expected(name)])
def test_a_problem_says_where_and_what(name):
    problem = read_paste(pasted(name)).problem
    assert problem
    assert problem.message
    assert problem.position >= 1


def test_the_caller_is_told_where_the_json_breaks():
    with pytest.raises(NotAConversation, match="line 2, column 23") as caught:
        parse_paste(pasted("broken-comma").decode())
    assert caught.value.problem
    assert caught.value.problem.line == 2


def test_nothing_pasted_is_no_turns():
    assert parse_paste(" \n") == []


def test_a_doubtful_reading_is_less_sure_than_a_plain_one():
    sure, doubtful, none = (read_paste(pasted(name)).confidence for name in ("chatgpt-export", "deepseek-copy", "plain"))
    assert sure > doubtful > none
