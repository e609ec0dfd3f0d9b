"""Whatever is pasted, a reading comes out, never an exception."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.paste import NotAConversation, Reading, parse_paste, read_paste
from feedback.paste.from_json import SOURCES, WRAPPERS
from feedback.paste.read import UNKNOWN
from tests.feedback.paste.samples import NAMES, pasted

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
MARKS = """
User: |Assistant:|用户：|助手：|## |**|```|<|user|[INST]|<div class="|">|{"role":|[{|}]|"|\\|---|<html>|You said:|: |You|Q: |
"""
WORDS = (*MARKS.strip().split("|"), "\n", "\x00", "<|im_start|>", "\n```\n", "curl -d '", "Model A: ", "已思考 3 秒\n")
FIELDS = """
role content parts text type messages mapping message author parent children current_node fragments chat_messages sender
conversations from value history currentId parentId input output observations traceId conversation_a conversation_b prompt
chosen rejected instruction choices request response body contents candidates system thinking tool_calls blocks downlink_body
pull_singe_chain_downlink_body user_type senderType contentType mes swipes extra uuid parent_message_uuid content_list phase
"""
KEYS = (*WRAPPERS, *FIELDS.split())
SCALARS = st.sampled_from([None, True, 0, 1.5, "", "user", "assistant", "hi", "text", "thinking", "[]", '{"a":1}', "a", "b"])
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=25,
)


def is_sound(reading: Reading, text: str) -> None:
    assert 0 <= reading.confidence <= 1
    assert reading.messages or reading.problem or reading.source == "empty"
    for message in reading.messages:
        assert message.role in {"system", "user", "assistant", "tool"}
        assert message.content.strip()
    try:
        assert parse_paste(text) == reading.turns()
    except NotAConversation:
        assert reading.source == UNKNOWN


@QUICK
@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_any_text(text):
    is_sound(read_paste(text), text)


@QUICK
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=40).map("".join))
def test_text_of_marks(text):
    is_sound(read_paste(text), text)


@QUICK
@given(JSON)
def test_any_json_in_known_words(value):
    text = orjson.dumps(value).decode()
    is_sound(read_paste(text), text)


@QUICK
@given(JSON)
def test_any_source_on_any_record(value):
    """A source reads a record or leaves it; it never fails on one."""
    record = value if isinstance(value, dict) else {"messages": value, "mapping": value, "conversations": value}
    for source in SOURCES:
        found = source.read(record)
        assert found is None or found.messages


@QUICK
@given(st.sampled_from(NAMES), st.integers(0, 3000), st.integers(0, 60), st.text(max_size=8))
def test_a_damaged_paste(name, start, length, put):
    text = pasted(name).decode("utf-8", "replace")
    text = text[:start] + put + text[start + length :]
    is_sound(read_paste(text), text)


@QUICK
@given(st.binary(max_size=200))
def test_any_bytes(raw):
    reading = read_paste(raw)
    assert reading.messages or reading.problem or reading.source == "empty"


@pytest.mark.parametrize("name", NAMES)
def test_a_paste_cut_anywhere(name):
    text = pasted(name).decode("utf-8", "replace")
    for end in range(0, len(text), max(1, len(text) // 40)):
        is_sound(read_paste(text[:end]), text[:end])
