from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from base.text.diff import MAX_CHARACTERS, diff

WORDS = st.text(st.sampled_from("ab 的是 。c\n"), max_size=60)


def ops(before, after):
    return [(piece["op"], piece["text"]) for piece in diff(before, after)]


def test_a_changed_word_stands_between_what_stayed():
    assert ops("17*23 is 381.", "17*23 is 391.") == [
        ("same", "17*23 is "),
        ("del", "381"),
        ("add", "391"),
        ("same", "."),
    ]


def test_chinese_is_compared_character_by_character():
    assert ops("条约签订于1843年。", "条约签订于1842年。")[1:3] == [("del", "1843"), ("add", "1842")]


def test_two_different_texts_are_not_cut_into_confetti():
    assert [op for op, _text in ops("亲爱的叔叔，我希望这封信找到你", "您好！上周收到您寄来的茶叶")] == ["del", "add"]


def test_an_island_of_one_character_is_read_as_changed():
    assert ops("红苹果很好吃很甜也很大", "红香梨很难吃很甜也很大") == [
        ("same", "红"),
        ("del", "苹果很好"),
        ("add", "香梨很难"),
        ("same", "吃很甜也很大"),
    ]


def test_very_long_texts_are_shown_whole():
    assert [op for op, _text in ops("a " * MAX_CHARACTERS, "b")] == ["del", "add"]


def test_a_long_chinese_answer_is_compared():
    """Characters that stand everywhere made the comparison take a minute."""
    answer = "的是不了人在有我他这中大来上国" * 650
    changed = "".join("改" if at % 50 == 0 else character for at, character in enumerate(answer))
    assert sum(piece["op"] == "add" for piece in diff(answer, changed)) == len(answer) / 50


@given(WORDS, WORDS)
def test_either_text_can_be_read_back(before, after):
    pieces = diff(before, after)
    assert "".join(piece["text"] for piece in pieces if piece["op"] != "add") == before
    assert "".join(piece["text"] for piece in pieces if piece["op"] != "del") == after
