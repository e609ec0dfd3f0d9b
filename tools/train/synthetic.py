"""Generated reports, in both languages and many shapes. They teach and they guard; no figure is ever claimed on them."""

import csv
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from feedback.classifier.evidence import Evidence, Message
from tools.train import bank_en, bank_free, bank_zh, shapes
from tools.train.rows import Row, jsonl, only

Exchange = tuple[str, str, str]

# Maintainers file a wrong answer as a bug, so where anything is known about that label, it is this.
SIGNAL = {"training_signal": 1, "bug_report": 1, "feature_request": 0, "praise": 0, "noise": 0, "question": 0}
NO_SIGNAL = {"training_signal": 0, "feature_request": 0, "praise": 0, "noise": 0}
EMPTY_LABELS: dict[str, dict[str, int]] = {
    "no_answer": NO_SIGNAL,
    "shell": NO_SIGNAL,
    "error": only("bug_report"),
    "pasted": {"training_signal": 0, "feature_request": 0},
    "praised": only("praise"),
    "wish": only("feature_request"),
    "ask": only("question", unknown=("bug_report",)),
}
SIMPLE = {
    "APP_BUGS": "bug_report",
    "WISHES": "feature_request",
    "QUESTIONS": "question",
    "PRAISE": "praise",
    "SPAM": "noise",
    "JUNK": "noise",
}
# The last exchanges of each bank, with the held-out families, are for validation.
KEPT_BACK = 12


@dataclass(frozen=True, slots=True)
class Language:
    """One language's material."""

    code: str
    bank: ModuleType
    prose: dict[str, list[str]]
    empty: dict[str, list[str]]
    exchanges: list[Exchange]


def languages(data: Path, *, held_out: bool) -> list[Language]:
    """The material of both languages, either what is trained on or what is kept back."""
    part = slice(-KEPT_BACK, None) if held_out else slice(None, -KEPT_BACK)
    zh, en = bank_zh.EXCHANGES[part], bank_en.EXCHANGES[part]
    if not held_out:
        zh, en = zh * 3 + preference(data, "zh"), en * 3 + preference(data, "en") + _rated(data) + _dialogues(data)
    return [
        Language("zh", bank_zh, shapes.PROSE_ZH, shapes.EMPTY_ZH, zh),
        Language("en", bank_en, shapes.PROSE_EN, shapes.EMPTY_EN, en),
    ]


def generated(data: Path, rng: random.Random, *, held_out: bool, scale: float = 1.0) -> Iterator[Row]:
    """All generated rows of both languages; with `held_out` those whose wording training never sees."""
    for language in languages(data, held_out=held_out):
        if not held_out:
            yield from _free(language, rng)
        yield from _exchanges(language, rng, held_out, int(1300 * scale))
        yield from _without_evidence(language, rng, held_out, int(900 * scale))
        yield from _structured(language, rng, held_out, int(700 * scale))
        yield from _vague(language, rng, held_out, int(700 * scale))
        yield from _simple(language, rng, held_out, int(130 * scale))


def _free(language: Language, rng: random.Random) -> Iterator[Row]:
    """The reports written one by one, each as it is, without its title, and in some surroundings."""
    for name, labels in (("TEACHES", SIGNAL), ("NOTHING", NO_SIGNAL)):
        reports: list[tuple[str, str]] = getattr(bank_free, f"{name}_{language.code.upper()}")
        for number, (title, body) in enumerate(reports):
            around = rng.choice(language.bank.ENVIRONMENT)
            for form in ((title, body), ("", f"{title}\n{body}"), (title, f"{around}\n{body}"), (title, f"{body} {around}")):
                evidence = Evidence(title=form[0], body=_roughen(form[1], rng))
                known = labels if name == "TEACHES" else {"training_signal": 0, "praise": 0, "noise": 0}
                yield Row(
                    evidence, known, 2.0, f"{language.code}-free-{number % 6}", f"made_free_{name.lower()}", language.code
                )


def _families(shapes_of: dict[str, list[str]], held_out: bool) -> list[str]:
    return [name for name in shapes_of if (name in shapes.HELD_OUT) == held_out]


def _fill(shape: str, language: Language, exchange: Exchange, rng: random.Random) -> str:
    bank, (asked, bad, right) = language.bank, exchange
    wish, who = rng.choice(bank.WISHES), rng.choice(bank.NEUTRAL_NAMES)
    environment = rng.choice(bank.ENVIRONMENT) if rng.random() < 0.5 else ""
    values = {"p": clip(asked, rng), "b": clip(bad, rng), "g": clip(right, rng), "m": who, "e": environment, "w": wish}
    text = shape
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return _roughen(text, rng)


def _roughen(text: str, rng: random.Random) -> str:
    """Formatting must not tell the classes apart: half of all bodies lose their line breaks, some gain mark-up."""
    if rng.random() < 0.5:
        text = " ".join(text.split())
    if rng.random() < 0.1:
        text = text.lower()
    return text


def clip(text: str, rng: random.Random) -> str:
    """A passage as people quote it: mostly short, sometimes at length."""
    limit = rng.choice((40, 80, 120, 200, 400))
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit] + rng.choice(("...", "……", "", " [...]"))


def _title(language: Language, exchange: Exchange, rng: random.Random) -> str:
    topic = " ".join(exchange[0].split())[: rng.choice((12, 24, 40))]
    title: str = rng.choice(language.bank.TITLES)
    return title.replace("{topic}", topic).replace("{who}", rng.choice(language.bank.NEUTRAL_NAMES))


def _exchanges(language: Language, rng: random.Random, held_out: bool, count: int) -> Iterator[Row]:
    names = _families(language.prose, held_out)
    for _ in range(count):
        name, exchange = rng.choice(names), rng.choice(language.exchanges)
        body = _fill(rng.choice(language.prose[name]), language, exchange, rng)
        weight = 0.6 if name in ("no_prompt", "no_correction") else 1.0
        evidence = Evidence(title=_title(language, exchange, rng), body=body)
        yield Row(evidence, SIGNAL, weight, f"{language.code}-{name}", "made_signal", language.code)


def _without_evidence(language: Language, rng: random.Random, held_out: bool, count: int) -> Iterator[Row]:
    names = _families(language.empty, held_out)
    for _ in range(count):
        name, exchange = rng.choice(names), rng.choice(language.exchanges)
        body = _fill(rng.choice(language.empty[name]), language, exchange, rng)
        title = _title(language, exchange, rng) if name in ("no_answer", "shell", "error", "pasted") else ""
        evidence = Evidence(title=title, body=body)
        yield Row(evidence, EMPTY_LABELS[name], 1.0, f"{language.code}-{name}", f"made_{name}", language.code)


def _structured(language: Language, rng: random.Random, held_out: bool, count: int) -> Iterator[Row]:
    """Reports whose evidence came in fields: with a correction, with a complaint only, or with neither."""
    for number in range(count):
        asked, bad, right = exchange = rng.choice(language.exchanges)
        turns = (Message("user", asked), Message("assistant", bad))
        kind = rng.choice(("correction", "correction", "words", "silent", "prompt_only", "liked", "wish"))
        title = _title(language, exchange, rng) if rng.random() < 0.6 else ""
        body, correction, rating, labels = "", None, None, dict(NO_SIGNAL)
        if kind == "correction":
            correction, rating, labels = right, rng.choice((-1, -1, None)), dict(SIGNAL)
            body = _vague_line(language, rng) if rng.random() < 0.4 else ""
        elif kind == "words":
            shape = "应该是{g}" if language.code == "zh" else "It should be {g}"
            body, rating, labels = _fill(shape, language, exchange, rng), rng.choice((-1, None)), dict(SIGNAL)
        elif kind == "prompt_only":
            turns, body = turns[:1], _vague_line(language, rng)
        elif kind == "liked":
            turns, rating, body = (turns[0], Message("assistant", right)), 1, rng.choice(language.bank.PRAISE)
            labels = only("praise")
        elif kind == "wish":
            body, labels = rng.choice(language.bank.WISHES), only("feature_request")
        evidence = Evidence(title=title or body[:30], body=body, messages=turns, correction=correction, rating=rating)
        group = f"{language.code}-fields-{number % 8}"
        yield Row(evidence, labels, 0.7, group, f"made_fields_{kind}", language.code)


def _vague_line(language: Language, rng: random.Random) -> str:
    bank = language.bank
    space = "" if language.code == "zh" else " "
    subject, head = rng.choice(bank.SUBJECTS), rng.choice(bank.VAGUE_HEADS)
    return f"{head}{subject}{space}{rng.choice(bank.VAGUE_PREDICATES)}{rng.choice(bank.VAGUE_TAILS)}"


def _vague(language: Language, rng: random.Random, held_out: bool, count: int) -> Iterator[Row]:
    for number in range(count):
        lines = [_vague_line(language, rng) for _ in range(rng.choice((1, 1, 2, 3)))]
        if rng.random() < 0.3:
            lines.append(rng.choice(language.bank.ENVIRONMENT))
        title = _vague_line(language, rng) if rng.random() < 0.5 else ""
        evidence = Evidence(title=title, body=_roughen("\n".join(lines), rng), rating=rng.choice((None, None, -1)))
        yield Row(evidence, NO_SIGNAL, 1.0, f"{language.code}-vague-{number % 8}", "made_vague", language.code)


def _simple(language: Language, rng: random.Random, held_out: bool, count: int) -> Iterator[Row]:
    for bank_name, label in SIMPLE.items():
        lines: list[str] = getattr(language.bank, bank_name)
        lines = lines[-3:] if held_out else lines[:-3]
        for number in range(count):
            body = rng.choice(lines)
            if label != "noise" and rng.random() < 0.35:
                body = f"{body} {rng.choice(lines)}"
            if label in ("bug_report", "question") and rng.random() < 0.3:
                body = f"{body}\n{rng.choice(language.bank.ENVIRONMENT)}"
            title = rng.choice(lines) if rng.random() < 0.4 else ""
            evidence = Evidence(title=title, body=_roughen(body, rng))
            yield Row(evidence, only(label), 0.4, f"{language.code}-{bank_name}-{number % 6}", "made_simple", language.code)


def preference(data: Path, code: str) -> list[Exchange]:
    """Prompt, rejected and chosen answer of the preference pairs of one language."""
    items = json.loads((data / "preference" / f"dpo_{code}.json").read_text(encoding="utf-8"))
    return [(i["conversations"][-1]["value"], i["rejected"]["value"], i["chosen"]["value"]) for i in items]


def _rated(data: Path) -> list[Exchange]:
    """Prompt, worse and better answer of the rated pairs."""
    pairs = []
    with (data / "preference" / "ifllm_en.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            first, second = row["llm_response_1"], row["llm_response_2"]
            if first and second and row["likert_1"] and row["likert_2"] and row["likert_1"] != row["likert_2"]:
                better_first = float(row["likert_1"]) > float(row["likert_2"])
                pairs.append((row["user_query"], second, first) if better_first else (row["user_query"], first, second))
    return pairs


def _dialogues(data: Path) -> list[Exchange]:
    """Last user turn, erroneous answer and better answer of the annotated dialogues."""
    found = []
    for item in jsonl(data / "corrections" / "eurtad_en.jsonl"):
        better = str(item.get("better_answer") or "").strip()
        asked = item["context"].split("<user>")[-1].split("<system>")[0].strip()
        if better and asked and item["answer"].strip():
            found.append((asked, item["answer"].strip(), better))
    return found
