"""What the reading of a paste says, in the reader's language; docs/pasting.md lists sources and notes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.paste import Note, Problem, Reading

SITES = {
    "chatgpt": "ChatGPT",
    "claude": "Claude",
    "deepseek": "DeepSeek",
    "kimi": "Kimi",
    "doubao": "Doubao",
    "qwen": "Qwen",
    "gemini": "Gemini",
    "open-webui": "Open WebUI",
    "openai": "OpenAI",
    "anthropic": "Anthropic",
    "langfuse": "Langfuse",
    "arena": "Chatbot Arena",
    "sillytavern": "SillyTavern",
    "sharegpt": "ShareGPT",
    "alpaca": "Alpaca",
    "chatml": "ChatML",
    "llama-2": "Llama 2",
    "llama-3": "Llama 3",
    "gemma": "Gemma",
    "harmony": "Harmony",
    "zephyr": "Zephyr",
}
NOTES: dict[str, Promise] = {
    "cut": gettext_lazy("The JSON ends too early; what is whole was kept."),
    "bad-line": gettext_lazy("A line is not JSON and was left out."),
    "several": gettext_lazy("There is more than one conversation; this is the first."),
    "unread": gettext_lazy("Some records were not understood and were left out."),
    "before": gettext_lazy("Text ahead of the first speaker belongs to no turn and was left out."),
    "one-sided": gettext_lazy("Only one side is named."),
    "mixed-styles": gettext_lazy("The speakers are named in different ways; check where each turn begins."),
    "name-guessed": gettext_lazy("A name that we do not know was taken for the other side."),
    "question-guessed": gettext_lazy("The text ahead of the answer was taken for the question."),
    "edited": gettext_lazy("Other versions of questions were left out."),
    "attachment": gettext_lazy("An attachment was left out."),
    "search": gettext_lazy("Search results and the like were left out."),
    "hidden-thinking": gettext_lazy("A part of the thinking cannot be read and was left out."),
    "thinking": gettext_lazy("What the model thought first is kept, between <think> and </think>."),
    "winner": gettext_lazy("The paste says which of two answers was preferred."),
    "mark": gettext_lazy("Nobody is named; the answer was taken to begin after the line that tells of thinking."),
    "several-marks": gettext_lazy(
        "There are several lines that tell of thinking: later questions stand inside the answer. Mark them with “User:”."
    ),
    "page": gettext_lazy("Buttons, menus and hidden text of the page were left out."),
    "page-text": gettext_lazy("The page marks no speakers; its visible text was read."),
    "mojibake": gettext_lazy("Some characters look like text in a wrong encoding; they were left as they are."),
    "nul": gettext_lazy("There is a NUL character, which cannot be stored."),
}


def how_words(reading: Reading) -> str:
    """What the paste was taken for."""
    source = reading.source.removeprefix("curl-")
    for ending, words in (("-export", _("an export of %(name)s")), ("-copy", _("a copy from %(name)s"))):
        if source.endswith(ending) and (name := SITES.get(source.removesuffix(ending))):
            return words % {"name": name}
    if source.endswith("-page"):
        name = SITES.get(source.removesuffix("-page"))
        return _("a saved page of %(name)s") % {"name": name} if name else _("a saved page")
    if source == "labelled-text":
        return _("text that says who speaks")
    if source == "thought-mark":
        return _("a copy of one question and its answer")
    if source == "plain":
        return _("text that does not say who speaks")
    if source == "pair":
        return _("a record with a question and its answers")
    return _("the format of %(name)s") % {"name": SITES.get(source, source)}


def note_words(note: Note) -> str:
    """A note in words; empty for what the page says otherwise."""
    return str(NOTES[note.code]) if note.code in NOTES else ""


def problem_words(problem: Problem) -> str:
    if problem.code == "json":
        return _("This looks like JSON, but it breaks at line %(line)d, column %(column)d.") % {
            "line": problem.line,
            "column": problem.column,
        }
    if problem.code == "unknown-json":
        return _("This is JSON, but none of the shapes that hold a conversation.")
    return _("This could not be read: it is no text in UTF-8.")
