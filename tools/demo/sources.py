"""Reads the public sets that the demo is made from: one function per set, each from a pick (see words/) to report fields."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

Fields = dict[str, Any]
ROLES = {"human": "user", "gpt": "assistant", "system": "system", "user": "user", "assistant": "assistant"}


def preference_pair(data: Path, name: str, number: int) -> Fields:
    """A pair of the LLaMA-Factory demo data: the prompt with its rejected answer, and the chosen one as correction."""
    row = _json(data / "preference" / f"{name}.json")[number]
    turns = [*row["conversations"], row["rejected"]]
    return {
        "conversation": [{"role": ROLES[turn["from"]], "content": turn["value"].strip()} for turn in turns],
        "correction": row["chosen"]["value"].strip(),
        "rating": -1,
    }


def judged_answer(data: Path, number: int) -> Fields:
    """An answer of the LLaMA-Factory demo data with its label as a rating."""
    row = _json(data / "preference" / "kto_en.json")[number]
    turns = [{"role": ROLES[turn["role"]], "content": turn["content"].strip()} for turn in row["messages"]]
    return {"conversation": turns, "rating": 1 if row["label"] else -1}


def two_answers(data: Path, number: int) -> Fields:
    """A question with two ranked answers of llm-implicit-feedback; the conversation shows the one that was not preferred."""
    row = _queries(data / "preference" / "ifllm_en.csv")[str(number)]
    preferred = int(float(row["preference"]))
    better, worse = (row[f"llm_response_{side}"].strip() for side in (preferred, 3 - preferred))
    return {
        "conversation": [
            {"role": "user", "content": row["user_query"].strip()},
            {"role": "assistant", "content": worse},
        ],
        "alternatives": [{"content": better, "rank": 1}, {"content": worse, "rank": 2}],
    }


def app_review(data: Path, number: int) -> Fields:
    """A review of Maalej et al.: its title (a tab ends one inside the body) and its words on one line."""
    row = _reviews(data / "app_reviews" / "reviews.jsonl")[f"maalej-{number}"]
    title, body = row["title"], row["body"]
    if not title and "\t" in body:
        title, body = body.split("\t", 1)
    return {"title": title.strip(), "body": " ".join(body.split())}


@cache
def _json(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text())
    return rows


@cache
def _queries(path: Path) -> dict[str, dict[str, str]]:
    with path.open(newline="") as file:
        return {row["query_ID"]: row for row in csv.DictReader(file)}


@cache
def _reviews(path: Path) -> dict[str, dict[str, Any]]:
    with path.open() as file:
        return {row["id"]: row for row in map(json.loads, file)}
