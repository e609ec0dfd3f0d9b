"""Writes demo/reports.jsonl and demo/decisions.jsonl: `python -m tools.demo.make_reports DATA_DIR`.

DATA_DIR holds the public sets that demo/NOTICE.md names; what people say about their examples is in words/. The same
input gives the same bytes. Times end at `NEWEST`; `load_demo` moves them so that the newest report is minutes old.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tools.demo import sources
from tools.demo.cast import NAMES

WORDS = Path(__file__).parent / "words"
DEMO = Path(__file__).parents[2] / "demo"
NEWEST = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 45
DECIDED_AFTER_DAYS = 9  # younger reports still wait, so that the desk has something to do
SIGNAL = ["training_signal"]
# Each product's versions, oldest first, with the days before the newest report on which they came out.
VERSIONS = {
    "river": [("1.0", 120), ("1.1", 25), ("1.2-preview", 6)],
    "reed": [("3.4", 70), ("3.5", 18)],
    "weir": [("0.9", 90), ("1.0", 30)],
}
MODERATORS = {"zh": "林溪（演示）", "en": "Mara (demo)"}

Pick = dict[str, Any]


def main() -> None:
    data = Path(sys.argv[1])
    made = sorted((finish(report, pick) for report, pick in reports(data)), key=lambda pair: pair[0]["created_at"])
    write(DEMO / "reports.jsonl", [report for report, _ in made])
    write(DEMO / "decisions.jsonl", [line for report, pick in made if (line := decision(report, pick))])


def reports(data: Path) -> Iterator[tuple[dict[str, Any], Pick]]:
    """Each report as its source gives it, with the pick that it was made from."""
    for language in ("zh", "en"):
        for pick in words(f"dpo_{language}"):
            fields = sources.preference_pair(data, f"dpo_{language}", pick["n"])
            yield report(f"dpo-{language}-{pick['n']}", "river", language, pick, fields), {"labels": SIGNAL, **pick}
    for pick in words("kto_en"):
        fields = sources.judged_answer(data, pick["n"])
        yield report(f"kto-en-{pick['n']}", "river", "en", pick, fields), {"labels": SIGNAL, **pick}
    for pick in words("ifllm_en"):
        fields = sources.two_answers(data, pick["n"])
        yield report(f"ifllm-{pick['n']}", "river", "en", pick, fields), {"labels": SIGNAL, **pick}
    for pick in words("reviews"):
        yield report(f"review-{pick['n']}", "reed", "en", pick, sources.app_review(data, pick["n"])), pick
    for language in ("zh", "en"):
        for pick in words(f"written_{language}"):
            fields = written(pick)
            spoken = pick.get("language", language)
            yield report(f"{language}-{pick['id']}", pick["product"], spoken, pick, fields), pick


def words(name: str) -> list[Pick]:
    return [json.loads(line) for line in (WORDS / f"{name}.jsonl").read_text().splitlines()]


def report(key: str, product: str, language: str, pick: Pick, fields: dict[str, Any]) -> dict[str, Any]:
    own = {name: pick[name] for name in ("title", "body") if pick.get(name)}
    return {"external_id": key, "source": "demo", "language": language, "model": product, **fields, **own}


def written(pick: Pick) -> dict[str, Any]:
    """The evidence of a report that was written for the demo; only some have a conversation."""
    fields: dict[str, Any] = {}
    if "ask" in pick:
        answer = pick["answer"]
        fields["conversation"] = [{"role": "user", "content": pick["ask"]}, {"role": "assistant", "content": answer}]
        fields |= {name: pick[name] for name in ("correction", "rating")}
        if mark := pick.get("span"):
            start = answer.index(mark)
            fields["spans"] = [{"start": start, "end": start + len(mark)}]
    return fields


def finish(report: dict[str, Any], pick: Pick) -> tuple[dict[str, Any], Pick]:
    """Add when, by whom, of which version and with which consent; drawn from the id, so that other reports don't matter."""
    random_ = random.Random(report["external_id"])
    days = pick.get("days", DAYS * random_.random() ** 1.3)
    at = NEWEST - timedelta(seconds=round(days * 86400))
    report["created_at"] = at.isoformat().replace("+00:00", "Z")
    names = NAMES[report["language"]]
    name = pick.get("author") or names[int(len(names) * random_.random() ** 1.4)]  # some write often
    report["author"] = {"external_id": f"demo-{name}", "name": name}
    version = version_at(report["model"], days, random_)
    report |= {"model_version": pick.get("version", version)} if version else {}
    scope = pick.get("consent") or random_.choices(["training", "research", "none"], [88, 8, 4])[0]
    report["consent"] = {"scope": scope} | ({"licence": "CC-BY-4.0", "version": "1"} if scope != "none" else {})
    if not report["model"]:
        del report["model"]
    return report, pick | {"days": days}


def version_at(product: str, days: float, random_: random.Random) -> str:
    """A version that was out `days` before the newest report; mostly the newest of them."""
    out = [name for name, since in VERSIONS.get(product, []) if since > days]
    if len(out) > 1 and random_.random() < 0.25:
        out.pop()
    return out[-1] if out else ""


def decision(report: dict[str, Any], pick: Pick) -> dict[str, Any] | None:
    """What a moderator of the demo decides; None for reports that wait."""
    verb = next((verb for verb in ("accept", "decline") if verb in pick), "")
    if not verb or pick["days"] < DECIDED_AFTER_DAYS:
        return None
    by = MODERATORS[report["language"][:2]]
    return {
        "report": report["external_id"],
        "verb": verb,
        "labels": pick.get("labels", []),
        "reason": pick[verb],
        "by": by,
    }


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    print(f"{path.name}: {len(rows)} lines")


if __name__ == "__main__":
    main()
