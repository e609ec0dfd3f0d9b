from hypothesis import given
from hypothesis import strategies as st

from base.text.normalise import normalise, tokens

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))


def test_width_case_and_script_are_folded() -> None:
    assert normalise("ＤｅｅｐＳｅｅｋ　回答錯誤！") == "deepseek 回答错误!"


def test_characters_that_cannot_be_seen_are_removed() -> None:
    assert normalise("加\u200b微\u2060信\ufeff\x00") == "加微信"


def test_whitespace_becomes_single_spaces() -> None:
    assert normalise("  one\n\n two\t三 ") == "one two 三"


def test_lone_surrogates_do_no_harm() -> None:
    assert normalise("a\ud800b 錯") == "ab 错"


def test_traditional_and_simplified_spellings_meet() -> None:
    assert normalise("模型的回覆與預期不符") == normalise("模型的回覆与预期不符")


def test_chinese_is_cut_into_pairs_and_latin_into_words() -> None:
    assert tokens("GPT-4 回答错误 in 日") == ["gpt", "4", "回答", "答错", "错误", "in", "日"]


def test_a_two_character_word_is_found_inside_a_sentence() -> None:
    assert set(tokens("幻觉")) <= set(tokens("模型出现了幻觉问题"))


def test_words_of_other_alphabets_stay_whole() -> None:
    assert tokens("Ответ неверный, größer") == ["ответ", "неверный", "grösser"]


@given(ANY_TEXT)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(ANY_TEXT)
def test_any_text_gives_tokens_without_spaces(text: str) -> None:
    assert all(token and not any(map(str.isspace, token)) for token in tokens(text))
