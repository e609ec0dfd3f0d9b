import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.similarity import THRESHOLD, score, scores

DUPLICATES = [
    ("怎么重置密码？", "如何重置密码"),
    ("模型說錯了", "模型说错了"),
    ("How do I reset my password?", "how do i RESET my password"),
    ("登录失败", "Login fails"),
    ("希望支持导出PDF", "Please add export to PDF"),
]
DIFFERENT = [
    ("怎么重置密码？", "怎么注销账号？"),
    ("答案是3", "答案是4"),
    ("今天天气怎么样", "登录失败怎么办"),
    ("The app crashes on login", "I like trains"),
    ("希望支持导出PDF", "Login fails"),
]


@pytest.mark.parametrize(("a", "b"), DUPLICATES)
def test_the_same_thing_said_differently_is_a_duplicate(a: str, b: str) -> None:
    assert score(a, b) >= THRESHOLD


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different_things_are_none(a: str, b: str) -> None:
    assert score(a, b) < THRESHOLD


def test_identical_texts_are_certain_and_empty_ones_never_duplicates() -> None:
    assert scores([("错误", "錯誤"), ("", ""), ("text", "")]) == [1.0, 0.0, 0.0]


def test_many_pairs_are_scored_in_order() -> None:
    pairs = DUPLICATES + DIFFERENT
    assert scores(pairs) == pytest.approx([score(*pair) for pair in pairs], abs=0.002)
    assert scores([]) == []


def test_two_million_characters_are_compared_by_their_beginnings() -> None:
    assert 0 <= score("模型错误 " * 400_000, "model error " * 160_000) <= 1


@settings(max_examples=30, deadline=None)
@given(*[st.text(alphabet=st.characters(exclude_categories=()), max_size=200)] * 2)
def test_any_two_texts_get_the_same_probability_either_way_round(a: str, b: str) -> None:
    there, back = scores([(a, b), (b, a)])
    assert 0 <= there <= 1
    assert there == pytest.approx(back, abs=0.001)
