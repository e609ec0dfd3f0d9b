"""What each trainer drops, refuses or misreads: the writers avoid it, and the validators see it."""

from typing import Any

import pytest

from tests.tuning.formats.rows import EARLIER, SYSTEM, conversation, row, with_tools
from tuning.formats import FORMATS

SFT = [name for name in FORMATS if name.endswith("-sft") or name in ("alpaca", "trl-completion")]
PAIRS = [name for name in FORMATS if name.endswith("-preference")]
KTO = [name for name in FORMATS if name.endswith("-kto")]
TRAINERS = [*SFT, *PAIRS, *KTO]
KIND_OF = dict.fromkeys(SFT, "sft") | dict.fromkeys(PAIRS, "preference") | dict.fromkeys(KTO, "kto")


def record(name: str, **changes: Any) -> dict[str, Any]:
    written = FORMATS[name].convert(row(KIND_OF[name]))
    assert written is not None
    return written | changes


@pytest.mark.parametrize("name", FORMATS)
def test_a_record_has_just_the_columns_of_its_schema(name: str) -> None:
    format_ = FORMATS[name]
    written = format_.convert(row(KIND_OF.get(name, "sft")))
    assert written is not None
    assert list(written) == format_.schema.names
    assert format_.check(written) == []
    if name != "canonical":
        assert format_.check({**written, "text": "x"})
        assert format_.check({key: value for key, value in written.items() if key != format_.schema.names[-1]})


@pytest.mark.parametrize("name", TRAINERS)
def test_each_format_takes_only_its_kinds(name: str) -> None:
    format_ = FORMATS[name]
    for kind in ("sft", "preference", "kto", "eval"):
        assert (format_.convert(row(kind)) is not None) == (kind in format_.kinds)
    assert "eval" not in format_.kinds
    if name in KTO:
        assert set(format_.kinds) == {"kto"}, "a pair is relative and makes no label"


@pytest.mark.parametrize("name", SFT)
def test_sft_takes_the_chosen_side_of_a_pair_and_never_the_rejected(name: str) -> None:
    written = repr(FORMATS[name].convert(row("preference", 1)))
    assert "公元前221年。" in written
    assert "公元前211年。" not in written


@pytest.mark.parametrize("name", FORMATS)
def test_openai_alone_has_no_row_id(name: str) -> None:
    assert FORMATS[name].has_row_id == (not name.startswith("openai"))


# TRL


def test_trl_records_avoid_the_names_that_trl_reads_otherwise() -> None:
    reserved = {"text", "images", "tools", "chat_template_kwargs"}
    for name in ("trl-sft", "trl-completion", "trl-preference", "trl-kto"):
        assert not reserved & set(FORMATS[name].schema.names)


def test_trl_sees_bad_prompts_labels_and_pairs() -> None:
    reply = [{"role": "assistant", "content": "a"}]
    assert FORMATS["trl-preference"].check(record("trl-preference", prompt=reply)) == ["prompt ends in assistant"]
    assert FORMATS["trl-preference"].check(record("trl-preference", chosen=reply, rejected=reply))
    assert FORMATS["trl-preference"].check(record("trl-preference", prompt="q"))
    assert FORMATS["trl-kto"].check(record("trl-kto", label="true")) == ["label is not a bool"]
    assert FORMATS["trl-kto"].check(record("trl-kto", label=1)) == ["label is not a bool"]
    assert FORMATS["trl-sft"].check(record("trl-sft", messages=[]))
    assert FORMATS["trl-sft"].check(record("trl-sft", messages=[{"role": "human", "content": "q"}, *reply]))


def test_trl_leaves_out_what_arrow_would_pad() -> None:
    assert FORMATS["trl-sft"].convert(with_tools()) is None
    plain = row("sft", messages=[{"role": "user", "content": "q"}, {"role": "tool", "name": "f", "content": "1"},
                                 {"role": "assistant", "content": "a"}])  # fmt: skip
    written = FORMATS["trl-sft"].convert(plain)
    assert written is not None
    assert all(set(message) == {"role", "content"} for message in written["messages"])


def test_trl_completion_learns_the_last_reply_alone() -> None:
    written = FORMATS["trl-completion"].convert(conversation("sft", 1, EARLIER, "q", "a"))
    assert written is not None
    assert written["prompt"] == [*EARLIER, {"role": "user", "content": "q"}]
    assert written["completion"] == [{"role": "assistant", "content": "a"}]


# OpenAI


def test_openai_weighs_assistant_messages_only_and_learns_the_last() -> None:
    written = FORMATS["openai-sft"].convert(conversation("sft", 1, [SYSTEM, *EARLIER], "q", "a"))
    assert written is not None
    assert [message.get("weight") for message in written["messages"]] == [None, None, 0, None, 1]


@pytest.mark.parametrize("weight", [2, 0.5, "1", True, None])
def test_openai_sees_a_bad_weight(weight: object) -> None:
    messages = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "weight": weight}]
    assert FORMATS["openai-sft"].check({"messages": messages})
    user = [{"role": "user", "content": "q", "weight": 1}, {"role": "assistant", "content": "a"}]
    assert FORMATS["openai-sft"].check({"messages": user})
    silent = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "weight": 0}]
    assert FORMATS["openai-sft"].check({"messages": silent})


def test_openai_tools_answer_a_call() -> None:
    for kind, name in (("sft", "openai-sft"), ("preference", "openai-preference")):
        written = FORMATS[name].convert(with_tools(kind))
        assert written is not None
        assert FORMATS[name].check(written) == []
    orphan = [{"role": "user", "content": "q"}, {"role": "tool", "tool_call_id": "x", "content": "1"}]
    assert FORMATS["openai-preference"].convert(row("preference", prompt=orphan)) is None
    assert FORMATS["openai-sft"].check({"messages": [*orphan, {"role": "assistant", "content": "a"}]})


def test_openai_sees_extra_columns_and_two_outputs() -> None:
    assert FORMATS["openai-sft"].check(record("openai-sft", row_id="r")) == ["column row_id is unknown"]
    reply = {"role": "assistant", "content": "a"}
    assert FORMATS["openai-preference"].check(record("openai-preference", preferred_output=[reply, reply]))
    assert FORMATS["openai-preference"].check(record("openai-preference", preferred_output=[], input={"messages": []}))


# LLaMA-Factory


def test_sharegpt_turns_alternate_or_the_row_is_left_out() -> None:
    twice = [{"role": "user", "content": "q"}, {"role": "user", "content": "and?"}]
    for name in ("sharegpt-preference", "sharegpt-kto"):
        assert FORMATS[name].convert(row(KIND_OF[name], prompt=twice)) is None
    assert FORMATS["sharegpt-sft"].convert(row("sft", messages=[*twice, {"role": "assistant", "content": "a"}])) is None
    assert FORMATS["alpaca"].convert(row("sft", messages=[*twice, {"role": "assistant", "content": "a"}])) is None


def test_sharegpt_sees_what_is_dropped() -> None:
    human, gpt = {"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}
    check = FORMATS["sharegpt-sft"].check
    assert check(record("sharegpt-sft", conversations=[human]))
    assert check(record("sharegpt-sft", conversations=[gpt, human]))
    assert check(record("sharegpt-sft", conversations=[{"from": "user", "value": "q"}, gpt]))
    assert check(record("sharegpt-sft", system=None))
    assert FORMATS["sharegpt-kto"].check(record("sharegpt-kto", kto_tag="true"))
    assert FORMATS["sharegpt-preference"].check(record("sharegpt-preference", conversations=[human, gpt]))
    assert FORMATS["sharegpt-preference"].check(record("sharegpt-preference", chosen="a"))


def test_sharegpt_holds_tool_calls_and_joins_parallel_answers() -> None:
    written = FORMATS["sharegpt-sft"].convert(with_tools())
    assert written is not None
    assert [turn["from"] for turn in written["conversations"]] == ["human", "function_call", "observation", "gpt"]
    assert written["conversations"][1]["value"] == '[{"name":"查天气","arguments":{"城市":"北京"}}]'
    two = with_tools().messages
    assert two is not None
    parallel = row("sft", messages=[*two[:3], {"role": "tool", "content": "晴"}, two[3]])
    joined = FORMATS["sharegpt-sft"].convert(parallel)
    assert joined is not None
    assert joined["conversations"][2]["value"] == '{"气温":-3}\n</tool_response>\n<tool_response>\n晴'
    assert parallel.messages[2]["content"] == '{"气温":-3}', "the row itself is not changed"  # type: ignore[index]


def test_alpaca_has_history_as_pairs_and_no_tools() -> None:
    written = FORMATS["alpaca"].convert(conversation("sft", 1, [SYSTEM, *EARLIER], "q", "a"))
    assert written is not None
    assert written["history"] == [["你好", "Hello, 有什么可以帮你？"]]
    assert (written["instruction"], written["input"], written["output"]) == ("q", "", "a")
    assert FORMATS["alpaca"].convert(with_tools()) is None
    assert FORMATS["alpaca"].check({**written, "history": [["alone"]]})
    assert FORMATS["alpaca"].check({**written, "output": ""})


# ms-swift


def test_swift_sees_what_is_deleted() -> None:
    pair = record("swift-preference")
    assert FORMATS["swift-preference"].check(pair | {"rejected_response": pair["messages"][-1]["content"]})
    assert FORMATS["swift-preference"].check(pair | {"rejected_response": None})
    for message in ({"role": "function", "content": "x"}, {"role": "user", "content": None}):
        assert FORMATS["swift-sft"].check(record("swift-sft", messages=[message, pair["messages"][-1]]))
    assert FORMATS["swift-kto"].check(record("swift-kto", label="false"))


def test_swift_has_a_role_for_each_tool_call() -> None:
    written = FORMATS["swift-sft"].convert(with_tools())
    assert written is not None
    assert [message["role"] for message in written["messages"]] == ["user", "tool_call", "tool", "assistant"]
    assert written["messages"][1]["content"] == '{"name":"查天气","arguments":{"城市":"北京"}}'
    assert FORMATS["swift-sft"].check(written) == []
