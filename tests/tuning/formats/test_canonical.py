"""What a canonical row may hold, and what it refuses."""

from typing import Any

import orjson
import pytest

from tests.tuning.formats.rows import HOSTILE, SYSTEM, TOOL_ANSWER, TOOL_CALL, mixed, row, with_tools
from tuning.formats import CanonicalRow, RowError, content_sha256

USER = {"role": "user", "content": "q"}
REPLY = {"role": "assistant", "content": "a"}


def test_rows_of_every_kind_survive_storage_as_json() -> None:
    for one in [*mixed(), with_tools("sft"), with_tools("preference")]:
        one.validate()
        assert CanonicalRow.from_dict(orjson.loads(orjson.dumps(one.to_dict()))) == one


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "dpo"}, "kind"),
        ({"row_id": ""}, "row_id"),
        ({"version": 0}, "version"),
        ({"version": True}, "version"),
        ({"split": "Train"}, "split"),
        ({"split": "../train"}, "split"),
        ({"messages": None}, "messages"),
        ({"messages": []}, "messages"),
        ({"messages": [USER]}, "messages"),
        ({"messages": [USER, {"role": "assistant", "content": "  \n"}]}, "messages[1].content"),
        ({"messages": [USER, {"role": "assistant", "content": None}]}, "messages[1].content"),
        ({"messages": [USER, {"role": "bot", "content": "a"}]}, "messages[1].role"),
        ({"messages": [USER, SYSTEM, REPLY]}, "messages[1].role"),
        ({"messages": [{**USER, "weight": 1}, REPLY]}, "messages[0]"),
        ({"messages": [USER, {"role": "assistant", "content": "half \ud83d"}]}, "messages[1].content"),
        ({"messages": [{**USER, "tool_calls": TOOL_CALL["tool_calls"]}, REPLY]}, "messages[0].tool_calls"),
        ({"messages": [USER, TOOL_CALL]}, "messages"),
        ({"completion": "a"}, "completion"),
        ({"label": True}, "label"),
        ({"model": "\udc00"}, "model"),
        ({"quality": {"score": 1.0, "by": "me"}}, "quality"),
        ({"content_sha256": "0" * 64}, "content_sha256"),
    ],
)
def test_a_bad_sft_row_is_refused_with_its_field(changes: dict[str, Any], field: str) -> None:
    data = row("sft").to_dict() | {"content_sha256": ""} | changes
    with pytest.raises(RowError) as caught:
        CanonicalRow(**data).validate()
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"prompt": [USER, REPLY]}, "prompt"),
        ({"prompt": [SYSTEM]}, "prompt"),
        ({"chosen": "same  text", "rejected": "same\ntext "}, "rejected"),
        ({"chosen": ""}, "chosen"),
        ({"rejected": None}, "rejected"),
        ({"chosen": [REPLY]}, "chosen"),
    ],
)
def test_a_bad_pair_is_refused_with_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(RowError) as caught:
        CanonicalRow(**(row("preference").to_dict() | {"content_sha256": ""} | changes)).validate()
    assert caught.value.field == field


@pytest.mark.parametrize("label", ["true", 1, 0, "False", 1.0])
def test_a_label_is_a_real_bool(label: object) -> None:
    with pytest.raises(RowError, match="label is not a bool"):
        CanonicalRow(**(row("kto").to_dict() | {"content_sha256": "", "label": label})).validate()


def test_unknown_and_missing_fields_are_named() -> None:
    with pytest.raises(RowError, match="colour no such field"):
        CanonicalRow.from_dict(row().to_dict() | {"colour": "red"})
    data = row().to_dict()
    del data["split"]
    with pytest.raises(RowError, match="split is missing"):
        CanonicalRow.from_dict(data)


def test_the_hash_is_of_content_alone_and_of_every_character() -> None:
    one = row("sft", 1)
    assert row("sft", 1, split="test", model="other").content_sha256 == one.content_sha256
    assert content_sha256({"b": 1, "a": 2}) == content_sha256({"a": 2, "b": 1})
    hashes = {content_sha256({"kind": "sft", "text": text}) for text in HOSTILE.values()}
    assert len(hashes) == len(HOSTILE)
    with pytest.raises(RowError):
        content_sha256({"text": "\ud800"})


def test_a_prompt_may_end_in_a_tool_answer() -> None:
    row("preference", prompt=[USER, TOOL_CALL, TOOL_ANSWER]).validate()
