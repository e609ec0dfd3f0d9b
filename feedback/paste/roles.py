"""The names that speakers go by. Pure."""

from __future__ import annotations

import re

from feedback.paste.shape import Role

_CHAT: dict[Role, str] = {
    "user": "user|human|me|you|you said|用户|用戶|使用者|我|你|人类",
    "assistant": (
        "assistant|ai|model|bot|gpt|chatgpt|chatgpt said|claude|gemini|bard|copilot|grok|llama|mistral|"
        "kimi|deepseek|doubao|qwen|"
        "助手|ai 助手|ai助手|助理|模型|机器人|机器|豆包|豆包ai|通义千问|通义|千问|文心一言|智谱清言|元宝|"
        "model a|model b|assistant a|assistant b|模型 a|模型 b|模型a|模型b|助手 a|助手 b"
    ),
    "system": "system|developer|系统|系統",
    "tool": "tool|function|工具",
}
_QUESTIONS: dict[Role, str] = {
    "user": "q|question|prompt|问|問|提问|问题",
    "assistant": "a|answer|response|reply|答|回答|答案|回复",
}


def _by_name(names: dict[Role, str]) -> dict[str, Role]:
    return {name: role for role, listed in names.items() for name in listed.split("|")}


CHAT = _by_name(_CHAT)
QUESTIONS = _by_name(_QUESTIONS)
ROLE_OF: dict[str, str] = {**QUESTIONS, **CHAT}
# The names that data files use and people do not write at the head of a line.
_IN_DATA: dict[str, Role] = {"observation": "tool", "function_call": "assistant", "bot_message": "assistant", "ipython": "tool"}


def role_of(name: object) -> Role | None:
    """The role of a speaker as a data file names it, whatever the case."""
    if not isinstance(name, str):
        return None
    lower = name.strip().lower()
    return CHAT.get(lower) or _IN_DATA.get(lower)


# Who speaks, at the start of a line, up to a colon of either width. Browsers use it too, so that it is plain.
SPEAKER = re.compile(
    r"^[ \t#>*_\[【]*(" + "|".join(sorted(map(re.escape, ROLE_OF), key=len, reverse=True)) + r")[\]】*_ \t]*[:：][*_ \t]*",
    re.IGNORECASE | re.MULTILINE,
)
