import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.text.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("回答错误", "zh"),
        ("錯", "zh"),
        ("GPT-4o 的回答有误，应该是 3", "zh"),
        ("点击登录后报错 Traceback (most recent call last): File app.py line 3 in main raise ValueError", "zh"),
        ("Login fails", "en"),
        ("ok", "en"),
        ("Dockerise MCP Build", "en"),
        ("The model translates 苹果 as banana, which is wrong", "en"),
        ("Die Antwort ist falsch und das ist sehr schlecht", "de"),
        ("La respuesta es incorrecta, debería decir otra cosa", "es"),
        ("Это не работает, ответ неверный", "ru"),
        ("これは間違った答えです", "ja"),
        ("답변이 틀렸습니다", "ko"),
    ],
)
def test_the_language_a_person_wrote_in_is_named(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "   ", "12345", "!!!", "https://example.org/a/b", "\ud800", "```\nprint(1)\n```"])
def test_text_without_words_is_undetermined(text: str) -> None:
    assert detect_language(text) == "und"


def test_code_and_addresses_do_not_hide_the_language() -> None:
    code = "```python\nfor item in items:\n    print(item)\n```"
    assert detect_language(f"这段代码有问题 {code} 见 https://example.org/some/long/english/path") == "zh"


def test_of_two_million_characters_only_a_sample_is_read() -> None:
    assert detect_language("模型回答错误。" * 300_000) == "zh"
    assert detect_language("`" * 2_000_000) == "und"


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_any_text_gets_a_code(text: str) -> None:
    assert 2 <= len(detect_language(text)) <= 3
