"""Prompts as a model reads them, with the special tokens of its template. Pure.

ChatML and Llama 2, 3: https://huggingface.co/docs/transformers/chat_templating; Gemma: https://ai.google.dev/gemma/docs/core/prompt-structure;
DeepSeek: tokenizer_config.json of deepseek-ai/DeepSeek-R1; Zephyr, Phi and GLM: <|user|>; gpt-oss: https://github.com/openai/harmony.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from feedback.paste.roles import role_of
from feedback.paste.shape import Conversation, Message, Note, Part, Reading


@dataclass(frozen=True, slots=True)
class Template:
    """`start` has the group `role`; a turn goes on to the next start, or to one of the `ends`."""

    name: str
    reason: str
    start: re.Pattern[str]
    ends: tuple[str, ...]


TEMPLATES = (
    Template("chatml", "a ChatML prompt", re.compile(r"<\|im_start\|>[ \t]*(?P<role>\w{2,20})[^\S\n]*\n?"), ("<|im_end|>",)),
    Template(
        "llama-3",
        "a Llama 3 prompt",
        re.compile(r"<\|start_header_id\|>[ \t]*(?P<role>\w{2,20})[ \t]*<\|end_header_id\|>\n{0,2}"),
        ("<|eot_id|>", "<|eom_id|>", "<|end_of_text|>"),
    ),
    Template("gemma", "a Gemma prompt", re.compile(r"<start_of_turn>(?P<role>user|model)\n?"), ("<end_of_turn>",)),
    Template(
        "deepseek-prompt",
        "a DeepSeek prompt",
        re.compile(r"<[|｜](?P<role>User|Assistant)[|｜]>"),
        ("<｜end▁of▁sentence｜>", "<|end_of_sentence|>"),
    ),
    Template(
        "harmony",
        "a gpt-oss prompt",
        re.compile(r"<\|start\|>(?P<role>\w{2,20})(?:<\|channel\|>(?P<channel>\w{1,20})[^<\n]{0,80})?<\|message\|>"),
        ("<|end|>", "<|return|>", "<|call|>"),
    ),
    Template(
        "zephyr",
        "a prompt with <|user|> and <|assistant|>",
        re.compile(r"<\|(?P<role>user|assistant|system|observation)\|>\n?"),
        ("<|end|>", "</s>", "<|endoftext|>"),
    ),
)
_INST = re.compile(r"\[INST\]|\[/INST\]|</?s>")
_SYS = re.compile(r"\A\s*<<SYS>>(.*?)<</SYS>>", re.DOTALL)


def read(text: str) -> Iterator[Reading]:
    for template in TEMPLATES:
        starts = [match for match in template.start.finditer(text) if role_of(match["role"])]
        if starts:
            yield _reading(template.name, template.reason, _turns(template, text, starts), text[: starts[0].start()])
    if "[INST]" in text:
        yield _reading("llama-2", "a Llama 2 prompt", _of_inst(text), text[: text.index("[INST]")])


def _reading(name: str, reason: str, messages: list[Message], before: str) -> Reading:
    before = (
        before.replace("<|begin_of_text|>", "")
        .replace("<｜begin▁of▁sentence｜>", "")
        .replace("<s>", "")
        .replace("<bos>", "")
        .strip()
    )
    if before and name == "deepseek-prompt":  # its system prompt stands bare ahead of the first turn
        messages, before = [Message("system", (Part("text", before),)), *messages], ""
    notes = (Note("before", "Text ahead of the first speaker belongs to no message and was left out.", 1),) if before else ()
    return Reading(name, f"read as {reason}", 0.97, (Conversation(tuple(messages)),), notes, before=before)


def _turns(template: Template, text: str, starts: list[re.Match[str]]) -> list[Message]:
    messages: list[Message] = []
    for start, after in zip(starts, [*(match.start() for match in starts[1:]), len(text)], strict=True):
        content = text[start.end() : after]
        ends = [at for at in map(content.find, template.ends) if at >= 0]
        written = content[: min(ends)] if ends else content
        rest = content[min(ends) :] if ends else ""
        for token in template.ends:
            rest = rest.replace(token, "")
        role = role_of(start["role"]) or "user"
        kind = "thinking" if start.groupdict().get("channel") == "analysis" else "text"
        if written.strip():
            messages.append(Message(role, (Part(kind, written.strip()),)))  # type: ignore[arg-type]
        if rest.strip():  # what stands between two turns is nobody's, but it is kept
            messages.append(Message(role, (Part("text", rest.strip()),)))
    return _merged(messages)


def _merged(messages: list[Message]) -> list[Message]:
    merged: list[Message] = []
    for message in messages:
        if merged and merged[-1].role == message.role == "assistant" and merged[-1].parts[-1].kind == "thinking":
            merged[-1] = Message(message.role, merged[-1].parts + message.parts)
        else:
            merged.append(message)
    return merged


def _of_inst(text: str) -> list[Message]:
    messages: list[Message] = []
    inside = False
    tokens = list(_INST.finditer(text, text.index("[INST]")))
    for token, after in zip(tokens, [*(match.start() for match in tokens[1:]), len(text)], strict=True):
        inside = token[0] == "[INST]" or (inside and token[0] != "[/INST]")
        content = text[token.end() : after]
        if inside and (system := _SYS.match(content)):
            messages += [Message("system", (Part("text", system[1].strip()),))] if system[1].strip() else []
            content = content[system.end() :]
        if content.strip():
            messages.append(Message("user" if inside else "assistant", (Part("text", content.strip()),)))
    return messages
