"""One answer for each line, in order, with its id; a bad line is answered too, and makes the exit status 1."""

from __future__ import annotations

import io

import orjson
import pytest

from base.lines_filter import only_text, run_filter


def shout(values):
    for value in values:
        try:
            (text,) = only_text(value, "text")
        except ValueError as error:
            yield error
        else:
            yield {"said": text.upper()}


def filtered(*lines: bytes, batch: int = 2) -> tuple[int, list[dict]]:
    sink = io.BytesIO()
    status = run_filter(shout, source=io.BytesIO(b"\n".join(lines)), sink=sink, batch=batch)
    return status, [orjson.loads(line) for line in sink.getvalue().splitlines()]


def test_good_lines_are_answered_in_order_with_their_ids_as_given():
    lines = [orjson.dumps({"id": one, "text": str(one)}) for one in (3, "a", None, [1], 2.5)]
    status, answers = filtered(*lines)
    assert status == 0
    assert [answer["id"] for answer in answers] == [3, "a", None, [1], 2.5]
    assert answers[1] == {"id": "a", "said": "A"}


@pytest.mark.parametrize("batch", [1, 2, 3, 64])
def test_a_bad_line_keeps_its_place_and_spoils_no_other(batch):
    status, answers = filtered(
        b'{"id": 1, "text": "one"}',
        b"{",
        b"",
        b"[]",
        b'{"text": "no id"}',
        b'{"id": 2, "text": 5}',
        b'{"id": 3, "text": "x", "colour": "red"}',
        b"\xff",
        b'{"id": 4, "text": "four"}',
        batch=batch,
    )
    assert status == 1
    assert [answer["id"] for answer in answers] == [1, None, None, None, 2, 3, None, 4]
    assert [answer.get("said") for answer in answers] == ["ONE", None, None, None, None, None, None, "FOUR"]
    assert answers[3]["error"] == "id: is missing"
    assert answers[4]["error"] == "text: must be text"
    assert answers[5]["error"] == "colour: unknown key"


def test_nothing_in_is_nothing_out():
    assert filtered(b"") == (0, [])
