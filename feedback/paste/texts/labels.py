"""Text in which a line begins with who speaks: "User:", "**Assistant**", "## 用户", "[10:31] You:", "ChatGPT said:".
Pure.

Copies of pages: ChatGPT's hold "You said:" and "ChatGPT said:" (你说： and ChatGPT 说：), which its screen-reader headings
say; the pages of Claude and Gemini say "You said" and "Claude responded", "Gemini said". Exports:
github.com/pionxzh/chatgpt-exporter (#### You:), github.com/socketteer/Claude-Conversation-Exporter (**Human:**),
greasyfork.org 542188 (## 用户 (time)), github.com/shixiaogaoya/ai-chat-exporter (【User】 (#1):),
github.com/ybharatu/chatgpt2pdf.

Labels of one style belong together, so that a dialogue quoted in an answer is not taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from feedback.paste.roles import CHAT, QUESTIONS
from feedback.paste.shape import Conversation, Message, Note, Part, Reading, Role, said
from feedback.paste.texts.partner import partner_of

_WRITTEN = [name for name in sorted({**CHAT, **QUESTIONS}, key=len, reverse=True) if not name.endswith(" said")]
_NAMES = "|".join(re.escape(name).replace(r"\ ", "[ \t]?") for name in _WRITTEN)
_CLOSE = r"[ \t]*+(?:\*\*|__|】|\]|</b>|</strong>)?+"
_LABEL = re.compile(
    rf"""^[ \t]{{0,8}}+
    (?P<mark>\#{{1,6}}[ \t]*+|(?:>[ \t]?+){{1,3}}|[-*+•][ \t]++)?+
    (?P<time>[\[(（]?\d[\d:./年月日 T+-]{{3,30}}+(?:[AP]M)?[\])）]?[ \t]*+[-–—]?[ \t]*+)?+
    (?:\d{{1,4}}[.)、][ \t]++)?+
    (?P<open>\*\*|__|【|\[|<b>|<strong>)?+[ \t]*+
    (?:[\u2600-\u27bf\U0001f300-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*+[ \t]*+)*+
    (?:\*\*|__|【)?+
    (?P<name>{_NAMES})
    (?:(?<=[a-z0-9])[- ]?(?:[\w.]*\d[\w.]*+|sonnet|opus|haiku|pro|flash|turbo|plus|max|mini|instruct|chat|thinking)\b){{0,4}}+
    (?P<said>[ \t]*+(?:said|says|wrote|responded|replied|说|說)(?![a-z]))?+
    [ \t]*+(?P<when>[(（\[][^()（）\[\]\n]{{1,80}}+[)）\]]
    |[·•|,，@–—-]?[ \t]*+\d(?:[\d./年月日,\ TZ+-]|:(?=\d)){{2,40}}+(?:[AP]M)?)?+
    (?P<colon>{_CLOSE}[ \t]*+(?:[(（]\#\d{{1,6}}[)）])?+[:：][ \t]*+{_CLOSE}|{_CLOSE}[ \t]*+$)""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_FENCE = re.compile(r"^[ \t]{0,3}(?:```|~~~)(.*)$", re.MULTILINE)
_RULE = re.compile(r"(?:\A|\n)[ \t]*(?:-{3,}|={3,}|\*{3,}|_{3,})[ \t]*\Z")
SITES = (  # what the assistant is called, and the source that says
    ("chatgpt", "chatgpt-copy", "a copy of a ChatGPT page"),
    ("claude", "claude-copy", "a copy of a Claude page"),
    ("gemini", "gemini-copy", "a copy of a Gemini page"),
    ("kimi", "kimi-copy", "a copy of a Kimi page"),
    ("deepseek", "deepseek-copy", "a copy of a DeepSeek page"),
    ("doubao", "doubao-copy", "a copy of a Doubao page"),
    ("豆包", "doubao-copy", "a copy of a Doubao page"),
    ("qwen", "qwen-copy", "a copy of a Qwen page"),
    ("千问", "qwen-copy", "a copy of a Qwen page"),
    ("通义", "qwen-copy", "a copy of a Qwen page"),
)


@dataclass(frozen=True, slots=True)
class Label:
    start: int
    end: int
    name: str
    role: Role
    style: str


def read(text: str) -> Reading | None:
    """The turns of the style whose first label comes first and that has both sides."""
    labels = _outside_code(text, list(_labels(text)))
    chosen, notes = _chosen(labels)
    if not chosen:
        return None
    one_sided = len({label.role for label in chosen} & {"user", "assistant"}) < 2
    if one_sided and (found := partner_of(text, [label.start for label in chosen], chosen[0].role)):
        name, role, places = found
        chosen = sorted([*chosen, *(Label(start, end, name, role, "colon") for start, end in places)], key=_start)
        notes.append(Note("name-guessed", f"“{name}” was taken for the {role}.", places[0][0] + 1))
        one_sided = False
    messages = _paired(_messages(text, chosen))
    if not messages:
        return None
    before = text[: chosen[0].start].strip()
    if one_sided and before and len(chosen) == 1:
        if chosen[0].role != "assistant":
            return None  # a remark in prose rather than a turn
        messages, before = [said("user", before), *messages], ""
        notes.append(Note("question-guessed", "The text ahead of the answer was taken for the question.", 1))
    elif one_sided:
        notes.append(Note("one-sided", f"Only the {chosen[0].role} is named."))
    if before:
        notes.append(Note("before", "Text ahead of the first speaker belongs to no message and was left out.", 1))
    name, source, reason = next((site for site in SITES if any(site[0] in label.name for label in chosen)), ("", "", ""))
    if not name:
        source, reason = "labelled-text", "text that names its speakers"
    sure = (0.45 if one_sided else 0.85) - 0.25 * chosen[0].style.startswith("bare")
    return Reading(source, f"read as {reason}", round(sure, 2), (Conversation(tuple(messages)),), tuple(notes), before=before)


def _start(label: Label) -> int:
    return label.start


def _labels(text: str) -> Iterator[Label]:
    for match in _LABEL.finditer(text):
        name = " ".join(match["name"].lower().split())
        family, role = ("chat", CHAT[name]) if name in CHAT else ("questions", QUESTIONS.get(name))
        if role is None:  # "ai助手" for "ai 助手"
            spaced = next(known for known in {**CHAT, **QUESTIONS} if known.replace(" ", "") == name.replace(" ", ""))
            family, role = ("chat", CHAT[spaced]) if spaced in CHAT else ("questions", QUESTIONS[spaced])
        style = _style(match)
        if style != "bare" or (len(name) > 1 and text[match.end() : match.end() + 1] == "\n"):
            yield Label(match.start(), match.end(), name, role, f"{style}/{family}")


def _style(match: re.Match[str]) -> str:
    mark = (match["mark"] or "").strip()
    if mark.startswith("#"):
        return f"heading{len(mark)}"
    if match["open"]:
        return {"[": "bracket", "【": "bracket"}.get(match["open"], "bold")
    if match["said"]:
        return "said"
    return "colon" if (":" in match["colon"] or "：" in match["colon"]) else "bare"


def _outside_code(text: str, labels: list[Label]) -> list[Label]:
    """Labels that do not stand in a closed code fence."""
    fences: list[tuple[int, int]] = []
    opened: int | None = None
    for fence in _FENCE.finditer(text):
        if opened is None:
            opened = fence.start()
        elif not fence[1].strip():
            fences.append((opened, fence.end()))
            opened = None
    kept: list[Label] = []
    at = 0
    for label in labels:
        while at < len(fences) and fences[at][1] <= label.start:
            at += 1
        if at == len(fences) or label.start < fences[at][0]:
            kept.append(label)
    return kept


def _chosen(labels: list[Label]) -> tuple[list[Label], list[Note]]:
    styles: dict[str, list[Label]] = {}
    for label in labels:
        styles.setdefault(label.style, []).append(label)
    for style in styles.values():  # in the order in which they begin
        if {"user", "assistant"} <= {label.role for label in style}:
            return style, []
    spoken = [label for label in labels if not label.style.startswith("bare")]
    if {"user", "assistant"} <= {label.role for label in spoken}:
        return spoken, [Note("mixed-styles", "The speakers are named in different ways; check where each turn begins.")]
    first = [style for name, style in styles.items() if not name.startswith("bare") and not name.endswith("/questions")]
    return (first[0] if first else []), []


def _messages(text: str, labels: list[Label]) -> list[tuple[Label, str]]:
    ends = [*(label.start for label in labels[1:]), len(text)]
    contents = [text[label.end : end].strip() for label, end in zip(labels, ends, strict=True)]
    rules = [_RULE.search(content, max(0, len(content) - 200)) for content in contents]
    if len(contents) > 1 and all(rules[:-1]):  # rules between all turns separate them and are no text
        cut = [rule.start() if rule else None for rule in rules]
        contents = [content[:end].rstrip() for content, end in zip(contents, cut, strict=True)]
    return [(label, content) for label, content in zip(labels, contents, strict=True) if content]


def _paired(turns: list[tuple[Label, str]]) -> list[Message]:
    """Turns as messages. Side B, right after side A, is its alternative."""
    messages: list[Message] = []
    side = ""
    for label, content in turns:
        parts = (Part("text", content),)
        now = label.name[-1] if label.role == "assistant" and label.name[:-1].strip() in _SIDED else ""
        if (side, now) == ("a", "b"):
            messages[-1] = Message("assistant", messages[-1].parts, (parts,))
        else:
            messages.append(Message(label.role, parts))
        side = now
    return messages


_SIDED = {"model", "assistant", "模型", "助手"}
