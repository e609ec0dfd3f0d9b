"""Turns that were read wrongly, put right; and a report made of what the form holds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.composing.as_report import comparison_part, question_turns
from feedback.composing.coach import advise
from feedback.composing.turns import change_role, join, leave_out, read_as, target_in
from feedback.composing.wrong import as_tags, codes_in, without_codes
from feedback.paste import read_paste
from feedback.paste.written import as_text

TALK = [
    {"role": "user", "content": "6 times 7?"},
    {"role": "assistant", "content": "41."},
    {"role": "user", "content": "Sure?"},
    {"role": "assistant", "content": "Yes."},
]


def test_a_turn_changes_hands_joins_the_one_before_and_goes():
    assert [turn["role"] for turn in change_role(TALK, 2, "assistant")] == ["user", "assistant", "assistant", "assistant"]
    assert join(TALK, 2)[1] == {"role": "assistant", "content": "41.\n\nSure?"}
    assert len(join(TALK, 1)) == 3
    assert leave_out(TALK, 0) == TALK[1:]
    assert len(TALK) == 4


@pytest.mark.parametrize("at", [-1, 4, 99])
def test_a_turn_that_is_not_there_is_refused(at):
    for change in (lambda: change_role(TALK, at, "user"), lambda: join(TALK, at), lambda: leave_out(TALK, at)):
        with pytest.raises(ValueError, match=str(at)):
            change()
    with pytest.raises(ValueError, match="0"):
        join(TALK, 0)


def test_text_without_speakers_is_read_as_one_says():
    assert read_as("6 times 7?\n\n41.\n\nOr so.", "split") == [
        {"role": "user", "content": "6 times 7?"},
        {"role": "assistant", "content": "41.\n\nOr so."},
    ]
    assert read_as("你好吗\n我很好", "split")[1]["content"] == "我很好"
    assert read_as("only", "split") == [{"role": "user", "content": "only"}]
    assert read_as("It is 41.", "answer") == [{"role": "assistant", "content": "It is 41."}]
    assert read_as("  ", "answer") == []


@pytest.mark.parametrize(("wanted", "index"), [("", 3), ("1", 1), ("0", 3), ("9", 3), ("-1", 3), ("x", 3), ("٣", 3)])
def test_the_answer_that_is_meant_is_the_last_unless_one_is_named(wanted, index):
    assert target_in(TALK, wanted) == index
    assert target_in(TALK[:1], wanted) is None


ROLES = st.sampled_from(["user", "assistant", "system", "tool"])
WORDS = st.text(st.sampled_from("ab: \nUser:问：答{[<>#*1.。😀"), min_size=1, max_size=20).map(str.strip).filter(bool)


@given(st.lists(st.fixed_dictionaries({"role": ROLES, "content": WORDS}), min_size=1, max_size=5))
def test_what_was_put_right_is_read_back_as_it_is(turns):
    assert read_paste(as_text(turns)).turns() == turns


def compared(better: str) -> dict[str, Any]:
    given = {"question": "6 times 7?", "answer_a": "42", "answer_b": "41", "tags": [], "reasons": ["fact"]}
    return comparison_part({**given, "better": better})


def test_of_two_answers_the_weaker_is_meant_and_both_have_their_rank():
    assert compared("a")["conversation"][1]["content"] == "41"
    assert compared("b")["conversation"][1]["content"] == "42"
    assert [one["rank"] for one in compared("a")["alternatives"]] == [1, 2]
    assert [one["rank"] for one in compared("b")["alternatives"]] == [2, 1]
    assert compared("a")["rating"] is None
    assert (compared("both_good")["rating"], compared("both_good")["tags"]) == (1, [])
    assert (compared("both_bad")["rating"], compared("both_bad")["tags"]) == (-1, ["wrong:fact"])


def test_a_question_may_be_the_end_of_a_conversation():
    assert len(question_turns("User: a\n\nAssistant: b\n\nUser: c")) == 3
    assert question_turns("User: a\n\nAssistant: b") == [{"role": "user", "content": "User: a\n\nAssistant: b"}]


def test_what_is_wrong_are_tags_apart_from_those_of_people():
    tags = ["math", *as_tags(["fact", "other"]), "wrong:tomorrow"]
    assert codes_in(tags) == ["fact", "other"]
    assert without_codes(tags) == ["math"]


EMPTY: dict[str, Any] = {"about": "answer", "prompt": "", "answer": "", "correction": "", "words": "", "reasons": 0, "marks": 0}


@pytest.mark.parametrize(
    ("there", "missing"),
    [
        ({}, "answer"),
        ({"answer": "41"}, "prompt"),
        ({"answer": "41", "prompt": "6*7"}, "correction"),
        ({"answer": "41", "prompt": "6*7", "correction": "41 "}, "correction"),
        ({"answer": "41", "prompt": "6*7", "correction": "42"}, "what"),
        ({"answer": "41", "prompt": "6*7", "correction": "42", "words": "错了"}, ""),
        ({"answer": "41", "prompt": "6*7", "correction": "42", "marks": 1}, ""),
        ({"answer": "41" * 200, "prompt": "6*7", "correction": "42", "reasons": 1}, "marks"),
        ({"about": "product", "words": "It crashed when I opened it", "prompt": "x"}, ""),
        ({"about": "compare", "prompt": "6*7", "answer": "42"}, "other"),
    ],
)
def test_the_one_thing_to_add_next(there, missing):
    assert advise(**{**EMPTY, **there}).next == missing
