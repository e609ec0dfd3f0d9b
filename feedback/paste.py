"""Pasted text to a conversation. Pure.

Reads a JSON list of messages (`role` and `content`, or ShareGPT's `from` and `value`), bare or under `messages` or
`conversations`, and text in which each turn begins with who speaks ("User:", "Assistant:", "用户：", "助手：" …).
"""

from __future__ import annotations

import re
from typing import Any

import orjson

Turn = dict[str, str]

_SPEAKERS = {
    "user": ("user", "human", "me", "you said", "用户", "我", "问", "提问", "使用者"),
    "assistant": ("assistant", "ai", "model", "bot", "chatgpt", "gpt", "claude", "kimi", "deepseek", "doubao", "qwen"),
    "system": ("system", "系统", "系統"),
    "tool": ("tool", "function", "工具"),
}
_SPEAKERS["assistant"] += ("助手", "模型", "回答", "答", "豆包", "通义千问", "机器人", "chatgpt said", "机器")
ROLE_OF = {name: role for role, names in _SPEAKERS.items() for name in names}
ROLE_OF |= {"gpt": "assistant", "observation": "tool", "function_call": "assistant"}
# Who speaks, at the start of a line, possibly in bold or as a heading, up to a colon of either width.
SPEAKER = re.compile(
    r"^[ \t#>*_\[【]*(" + "|".join(sorted(map(re.escape, ROLE_OF), key=len, reverse=True)) + r")[\]】*_ \t]*[:：][*_ \t]*",
    re.IGNORECASE | re.MULTILINE,
)


class NotAConversation(ValueError):
    """Nothing in the text says who speaks."""


def parse_paste(text: str) -> list[Turn]:
    """The turns in `text`; empty text gives none. Raises `NotAConversation`."""
    if not text.strip():
        return []
    if text.lstrip()[0] in "[{":
        try:
            return _from_json(orjson.loads(text))
        except orjson.JSONDecodeError:
            pass
    starts = list(SPEAKER.finditer(text))
    if not starts:
        raise NotAConversation
    ends = [*(start.start() for start in starts[1:]), len(text)]
    turns = []
    for start, end in zip(starts, ends, strict=True):
        content = text[start.end() : end].strip("\r\n \t")
        if content:
            turns.append({"role": ROLE_OF[start.group(1).lower()], "content": content})
    if not turns:
        raise NotAConversation
    return turns


def _from_json(value: Any) -> list[Turn]:
    if isinstance(value, dict):
        value = value.get("messages") or value.get("conversations") or value.get("conversation")
    if not isinstance(value, list):
        raise NotAConversation
    turns = []
    for item in value:
        role = ROLE_OF.get(str(item.get("role") or item.get("from")).lower()) if isinstance(item, dict) else None
        content = item.get("content", item.get("value")) if isinstance(item, dict) else None
        if isinstance(content, list):  # OpenAI's content parts
            content = "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
        if role is None or not isinstance(content, str):
            raise NotAConversation
        turns.append({"role": role, "content": content})
    if not turns:
        raise NotAConversation
    return turns
