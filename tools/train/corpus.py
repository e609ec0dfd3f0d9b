"""The real reports: public sets of issues, app reviews, comments and messages, as training rows."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from feedback.classifier.evidence import Evidence
from tools.train.rows import Row, jsonl, only


def issues(data: Path, split: str) -> Iterator[Row]:
    """GitHub issues of LLM products with their maintainers' label; the label "question" is often wrong."""
    for item in jsonl(data / "llm_product_issues" / f"{split}.jsonl"):
        unknown = ("training_signal", "question") if item["label"] != "question" else ("training_signal",)
        weight = 0.25 if item["label"] == "question" else 1.0
        language = "en" if item["language"] == "en" else "zh"
        evidence = Evidence(title=item["title"] or "", body=item["body"] or "")
        labels = only(item["label"], unknown=unknown)
        yield Row(evidence, labels, weight, item["source"], "issues", language, item["id"])


def app_reviews(data: Path) -> Iterator[Row]:
    """English app store reviews (Maalej et al., 2016), several labels each; content ones without praise are left open."""
    for number, item in enumerate(jsonl(data / "app_reviews" / "reviews.jsonl")):
        yield Row(
            Evidence(title=item["title"] or "", body=item["body"] or "", rating=None),
            _of_review(item),
            0.5,
            f"review-{number % 40}",
            "app_reviews",
            "en",
        )


def _of_review(item: dict[str, Any]) -> dict[str, int]:
    kinds, stars = set(item["labels"]), item["rating"]
    bug, wish = "bug_report" in kinds, "feature_request" in kinds
    labels = {"bug_report": int(bug), "feature_request": int(wish), "training_signal": 0, "noise": 0, "question": 0}
    if stars >= 4 and not bug and not wish:
        labels["praise"] = 1
    elif stars <= 2:
        labels["praise"] = 0
    return labels


def takeaway(data: Path, rng: random.Random, count: int = 1200) -> Iterator[Row]:
    """Chinese food delivery reviews: praise from another field, so with little weight; complaints are no praise."""
    items = list(jsonl(data / "polarity" / "waimai_zh.jsonl"))
    for number, item in enumerate(rng.sample(items, count)):
        unknown = () if item["positive"] else ("bug_report",)
        labels = only("praise" if item["positive"] else "", unknown=unknown)
        yield Row(Evidence(body=item["text"]), labels, 0.3, f"takeaway-{number % 40}", "takeaway", "zh")


def messages(data: Path) -> Iterator[Row]:
    """English text messages and video comments, spam or not; one group per text, so that copies stay together."""
    for name in ("sms_en", "youtube_en_train"):
        for item in jsonl(data / "spam" / f"{name}.jsonl"):
            labels = (
                only("noise") if item["spam"] else {"noise": 0, "bug_report": 0, "feature_request": 0, "training_signal": 0}
            )
            group = f"{name}-{hash_text(item['text']) % 200}"
            yield Row(Evidence(body=item["text"]), labels, 0.5, group, name, "en")


def hash_text(text: str) -> int:
    """A stable number for a text, the same in every process, blind to digits and case."""
    folded = "".join(character for character in text.lower() if character.isalpha())
    return int.from_bytes(folded[:60].encode("utf-8")[:24] or b"0", "big") % 1_000_003
