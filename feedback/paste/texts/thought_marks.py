"""A copy of one exchange in which only the line over the thinking says where the answer begins. Pure.

The pages of DeepSeek, Qwen, Kimi and ChatGPT write it: "Thought for 12 seconds", "已深度思考（用时 12 秒）",
"已思考 3 秒", "思考已完成".
"""

from __future__ import annotations

import re

from feedback.paste.shape import Conversation, Message, Note, Part, Reading

_MARK = re.compile(
    r"""^[ \t]*+(?:
    Thought[ ]for[ ](?:a[ ](?:second|few[ ]\w{1,10}|couple[ ]of[ ]\w{1,10})|\d[\d.]*[ ]?\w{1,10}(?:[ ]\d+[ ]?\w{1,10})?)
    |已(?:深度)?思考(?:[（(]用时[ ]?\d[\d.]*[ ]?秒[)）]|[ ]?\d[\d.]*[ ]?秒)
    |思考已完成|已完成思考|思考过程|Finished[ ]thinking|Show[ ]thinking|显示思路
    )[ \t]*+$""",
    re.MULTILINE | re.VERBOSE,
)


def read(text: str) -> Reading | None:
    marks = list(_MARK.finditer(text))
    if not marks:
        return None
    asked, answered = text[: marks[0].start()].strip(), text[marks[0].end() :].strip()
    if not asked or not answered:
        return None
    notes = [
        Note(
            "mark",
            "Nobody is named; the answer was taken to begin after the line that tells of thinking.",
            marks[0].start() + 1,
        )
    ]
    if len(marks) > 1:
        words = f"There are {len(marks)} such lines: later questions stand inside the answer. Mark them with “User:”."
        notes.append(Note("several-marks", words, marks[1].start() + 1))
    messages = (Message("user", (Part("text", asked),)), Message("assistant", (Part("text", answered),)))
    return Reading(
        "thought-mark", "read as a copy of one question and a thought-out answer", 0.4, (Conversation(messages),), tuple(notes)
    )
