"""Pastes made to be slow: eight times the text may take eight times as long, not sixty-four.

Nothing here depends on the speed of the machine: each paste is compared with itself, in processor time.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest

from feedback.paste import read_paste
from feedback.schema import MAX_CHARACTERS

SMALL, TIMES = 12_500, 8
NODE = '"{0}":{{"parent":"{1}","message":{{"author":{{"role":"{2}"}},"content":{{"parts":["x"]}}}}}}'


def tree(n: int, parent: Callable[[int, int], object], role: str) -> str:
    count = n // 90
    return '{"mapping":{' + ",".join(NODE.format(at, parent(at, count), role) for at in range(count)) + "}}"


def repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    return lambda n: before + unit * (n // len(unit)) + after


HOSTILE: dict[str, Callable[[int], str]] = {
    "open brackets": repeated("["),
    "open objects": repeated('{"a":'),
    "brackets in a message": repeated("[", '{"messages":[{"role":"user","content":'),
    "closed brackets": lambda n: "[" * (n // 2) + "]" * (n // 2),
    "escaped quotes": repeated('\\"', '{"a":"'),
    "quotes": repeated('"', "["),
    "empty objects": repeated("{},", "[", "{}]"),
    "messages": repeated('{"role":"user","content":"x"},', "[", "{}]"),
    "bad lines": repeated("{\n", "{}\n{}\n"),
    "lines": repeated('{"messages":[{"role":"user","content":"x"}]}\n'),
    "nobody speaks": repeated("User:\n"),
    "everybody speaks": repeated("User: x\nAssistant: y\n"),
    "one known name": repeated("User: x\nBob: y\n"),
    "many names": lambda n: "".join(f"User: x\nB{at}: y\n" for at in range(n // 16)),
    "rules": repeated("User: x\n---\n"),
    "one line": repeated("a "),
    "blank lines": repeated("\n", after="x"),
    "digits": repeated("1"),
    "stars": repeated("*"),
    "numbers after a name": repeated("-4", "gpt"),
    "brackets after a name": repeated("User ("),
    "emoji": repeated("\U0001f600"),
    "fences": repeated("```\n"),
    "tags that never end": repeated("<a ", "<html>"),
    "comments that never end": repeated("<!--", "<html>"),
    "quotes in tags": repeated('<a x="', "<html>"),
    "nested tags": repeated("<div>", "<html>"),
    "marked tags": repeated('<div data-message-author-role="user">x', "<html>"),
    "one long tag": repeated("a=b ", "<html><div ", ">"),
    "references": repeated("&#9", "<html>"),
    "one long reference": repeated("9", "<html>&#"),
    "scripts": repeated("<script>", "<html>"),
    "bodies of curl": repeated(" -d '", "curl x"),
    "escapes in curl": repeated(' -d "\\', "curl x"),
    "ChatML": repeated("<|im_start|>user\n"),
    "system prompts": repeated("[INST]<<SYS>>"),
    "thoughts": repeated("已思考 3 秒\n"),
    "a deep tree": lambda n: tree(n, lambda at, _count: at - 1, "user"),
    "a wide tree": lambda n: tree(n, lambda _at, _count: "r", "assistant"),
    "a tree in a circle": lambda n: tree(n, lambda at, count: (at + 1) % count, "user"),
    "NUL": repeated("\x00"),
}


def cost(text: str) -> float:
    """The least processor time of two readings, in seconds."""
    taken = []
    for _ in range(2):
        start = time.process_time()
        read_paste(text)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_as_the_text_does(name):
    small, large = (cost(HOSTILE[name](n)) for n in (SMALL, SMALL * TIMES))
    assert large < 4 * TIMES * small + 0.02, f"{small:.4f} s, then {large:.4f} s for {TIMES} times the text"


@pytest.mark.parametrize("name", ["messages", "everybody speaks", "nested tags", "open brackets"])
def test_memory_is_a_small_multiple_of_the_text(name):
    text = HOSTILE[name](200_000)
    tracemalloc.start()
    read_paste(text)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 * len(text)


@pytest.mark.parametrize(
    "around", ["User: {}\nAssistant: yes", '[{{"role":"user","content":"{}"}}]', "{}", "<html><p>{}</p></html>"]
)
def test_the_longest_conversation_is_read_whole(around):
    words = "长" * (MAX_CHARACTERS - 40)
    reading = read_paste(around.format(words))
    assert words in reading.messages[0].content
