import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.classifier.evidence import Alternative, Evidence, MarkedSpan, Message
from feedback.classifier.load import ARTIFACT, load_classifier
from feedback.classifier.model import read
from feedback.classifier.reasons import SENTENCES, sentences
from feedback.classifier.verdict import LABELS, Verdict

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)


def judged(**fields: object) -> Verdict:
    return load_classifier().classify([Evidence(**fields)])[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "title", "body"),
    [
        ("bug_report", "Crash on start", "The app crashes with a KeyError when I open the settings page on version 2.3.1"),
        ("bug_report", "登录失败", "点击登录按钮后一直报错 500，无法进入首页，重启之后还是不行"),
        ("feature_request", "Dark mode", "It would be nice to have a dark mode, please add an option in the settings"),
        ("feature_request", "希望支持导出", "建议增加导出为 PDF 的功能，希望可以批量导出对话"),
        ("praise", "", "Love this app, works great, thank you so much!"),
        ("praise", "", "太好用了，感谢开发团队，点赞！"),
        ("noise", "", "WINNER!! Claim your free prize now, text WIN to 80086, cash guaranteed"),
        ("noise", "", "加微信 vx888666 免费领取会员，日赚500，兼职私聊"),
        (
            "training_signal",
            "Wrong capital",
            "I asked: What is the capital of Australia? It answered: Sydney. The correct answer is Canberra.",
        ),
        ("training_signal", "回答错误", "我问“水浒传的作者是谁”，它回答“罗贯中”，正确答案应该是施耐庵。"),
    ],
)
def test_clear_cases_get_their_label_in_both_languages(label: str, title: str, body: str) -> None:
    assert label in judged(title=title, body=body).labels


@pytest.mark.parametrize(
    "body", ["The answers got so much worse lately, it is useless now", "回答太差了，越来越笨，完全没法用"]
)
def test_a_vague_complaint_is_no_training_signal(body: str) -> None:
    assert judged(body=body).probabilities["training_signal"] < 0.2


@pytest.mark.parametrize(
    ("asked", "bad", "right"),
    [("Capital of Australia?", "It is Sydney.", "It is Canberra."), ("水浒传的作者是谁", "罗贯中", "施耐庵")],
)
def test_a_correction_in_its_own_field_makes_a_report_valuable(asked: str, bad: str, right: str) -> None:
    turns = (Message("user", asked), Message("assistant", bad))
    with_correction = judged(title="wrong", messages=turns, correction=right, rating=-1)
    without_evidence = judged(title="wrong", rating=-1)
    assert with_correction.value > 0.8 > 0.3 > without_evidence.value


def test_every_verdict_has_the_six_probabilities_and_names_its_model() -> None:
    verdict = judged(body="the model is slow")
    assert tuple(verdict.probabilities) == LABELS
    assert verdict.classifier == load_classifier().name
    assert verdict.classifier.count("@") == 1


def test_an_empty_report_is_abstained_from() -> None:
    verdict = judged()
    assert verdict.abstained
    assert verdict.labels == ()
    assert verdict.language == "und"


def test_a_language_that_is_given_is_kept() -> None:
    assert judged(body="hello there", language="de").language == "de"


def test_a_batch_says_what_single_calls_say() -> None:
    reports = [
        Evidence(title="Crash", body="It crashes on start"),
        Evidence(body="回答错误，应该是三个"),
        Evidence(),
        Evidence(body="please add export " * 50),
        Evidence(messages=(Message("user", "1+1"), Message("assistant", "3")), correction="2"),
    ]
    together = load_classifier().classify(reports)
    for report, verdict in zip(reports, together, strict=True):
        (alone,) = load_classifier().classify([report])
        assert alone.labels == verdict.labels
        assert alone.probabilities == pytest.approx(verdict.probabilities, abs=0.002)


def test_no_reports_give_no_verdicts() -> None:
    assert load_classifier().classify([]) == []


def test_the_same_report_is_judged_the_same_twice() -> None:
    assert judged(body="模型输出有误") == judged(body="模型输出有误")


def test_two_million_characters_are_judged_by_their_ends() -> None:
    body = "The model is wrong. " * 100_000
    verdict = judged(body=body, messages=(Message("user", body), Message("assistant", body)), correction=body)
    assert "truncated" in verdict.reasons


def test_what_is_marked_in_a_long_answer_is_read() -> None:
    answer = "x" * 900_000 + " Sydney is the capital " + "y" * 900_000
    messages = (Message("user", "Capital of Australia?"), Message("assistant", answer))
    verdict = judged(messages=messages, spans=(MarkedSpan(900_001, 900_020, "no, Canberra"),), correction="Canberra")
    assert "has_answer" in verdict.reasons


def test_the_reported_answer_is_the_target_or_else_the_last_one() -> None:
    turns = (Message("user", "a"), Message("assistant", "b"), Message("user", "c"), Message("assistant", "d"))
    assert (Evidence(messages=turns).prompt, Evidence(messages=turns).answer) == ("c", "d")
    assert (Evidence(messages=turns, target=1).prompt, Evidence(messages=turns, target=1).answer) == ("a", "b")
    assert (Evidence(messages=turns, target=99).answer, Evidence(messages=turns[:1]).answer) == ("d", "")


def test_every_reason_has_an_english_sentence() -> None:
    verdict = judged(title="回答错误", body="我问“1+1”，它说“3”，应该是2", alternatives=(Alternative("2", 1),))
    assert verdict.reasons
    assert set(verdict.reasons) <= set(SENTENCES)
    assert all(sentence.endswith(".") for sentence in sentences(verdict.reasons))


def test_the_artifact_is_read_without_unpickling() -> None:
    assert ARTIFACT.stat().st_size < 15_000_000
    assert read(ARTIFACT).meta["name"]


@settings(max_examples=40, deadline=None)
@given(title=ANY_TEXT, body=ANY_TEXT, answer=ANY_TEXT, correction=ANY_TEXT)
def test_any_unicode_gets_probabilities_between_0_and_1(title: str, body: str, answer: str, correction: str) -> None:
    verdict = judged(title=title, body=body, messages=(Message("assistant", answer),), correction=correction)
    assert all(0 <= chance <= 1 for chance in verdict.probabilities.values())
    assert 0 <= verdict.value <= 1
