"""Wrong passages, found in the answer: offsets are code points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.composing.marks import Found, Mark, find, settle, touches

ANSWER = "😀 The treaty was signed in 1843, not in 1843.\n条约签订于1843年。👩‍👩‍👧 end"


def found_in(answer: str, passage: str, at: int | None = None) -> Found:
    found = find(answer, passage, at)
    assert found is not None
    assert answer.startswith(found.quote, found.start)
    return found


@pytest.mark.parametrize("passage", ["1843", "条约签订于", "👩‍👩‍👧", "in 1843.\n条约"])
def test_a_passage_is_found_by_its_code_points(passage):
    assert found_in(ANSWER, passage).quote == passage


def test_of_several_the_first_is_taken_or_the_one_nearest_to_the_selection():
    assert found_in(ANSWER, "1843").start == ANSWER.index("1843")
    assert found_in(ANSWER, "1843").times == 3
    assert found_in(ANSWER, "1843", ANSWER.rindex("1843")).start == ANSWER.rindex("1843")


@pytest.mark.parametrize("passage", ["  signed in ", "“signed in”", "「签订于」", "1843.  条约"])
def test_blanks_and_quotation_marks_around_it_do_not_matter(passage):
    found_in(ANSWER, passage)


@pytest.mark.parametrize("passage", ["", "  ", "1844", "1843.条约", "“”", "a" * 3000])
def test_what_is_not_there_is_not_found(passage):
    assert find(ANSWER, passage) is None


def test_marks_stay_with_their_words_when_the_answer_moves():
    mark = Mark(ANSWER.index("条约"), "条约签订于", "wrong year")
    held, lost = settle("Well. " + ANSWER, [mark, Mark(0, "gone", "kept")])
    assert [(one.start, one.comment) for one in held] == [(mark.start + 6, "wrong year")]
    assert [one.comment for one in lost] == ["kept"]


def test_a_passage_over_a_mark_touches_it_and_one_beside_it_does_not():
    marks = [Mark(5, "abc")]
    assert all(touches(marks, *span) for span in ((7, 9), (0, 6), (4, 20)))
    assert not any(touches(marks, *span) for span in ((8, 9), (0, 5)))


@given(st.text(max_size=40), st.text(min_size=1, max_size=5).filter(str.strip))
def test_whatever_is_found_stands_there(answer, passage):
    found_in(answer + passage, passage)
