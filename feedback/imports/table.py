"""CSV whose columns are named like the fields of a report. Pure.

`consent` holds the scope, `author` a name, `tags` words with commas between, `conversation` JSON or any text that the composer
understands (docs/pasting.md).
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from feedback.imports.lines import BadLine, Item
from feedback.paste import parse_paste

TEXTS = {"external_id", "title", "body", "language", "model", "model_version", "correction", "created_at"}
# A cell may hold a conversation of 2,000,000 characters as JSON, where each can be an escape of up to twelve.
LONGEST_CELL = 25_000_000
OTHERS = {"rating", "target", "conversation", "tags", "consent", "author"}


def read(source: BinaryIO) -> Iterator[Item]:
    text = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
    reader = csv.DictReader(text)
    csv.field_size_limit(LONGEST_CELL)
    try:
        unknown = sorted(set(reader.fieldnames or []) - TEXTS - OTHERS)
        if unknown:
            yield 1, BadLine(f"{unknown[0]}: unknown column; known are {', '.join(sorted(TEXTS | OTHERS))}")
            return
        if twice := [name for name, times in Counter(reader.fieldnames or []).items() if times > 1]:
            yield 1, BadLine(f"{twice[0]}: stands twice in the first line")
            return
        for row in reader:
            yield reader.line_num, _report(row)
    except (csv.Error, UnicodeDecodeError) as error:
        yield reader.line_num + 1, BadLine(str(error))


def _report(row: dict[str, Any]) -> dict[str, Any] | BadLine:
    if None in row:
        return BadLine("more cells than columns")
    report: dict[str, Any] = {name: row[name] for name in TEXTS if row.get(name)}
    try:
        for name in ("rating", "target"):
            if row.get(name):
                report[name] = int(row[name])
        if row.get("conversation"):
            report["conversation"] = parse_paste(row["conversation"])
    except ValueError as error:
        return BadLine(str(error))
    if row.get("tags"):
        report["tags"] = [tag.strip() for tag in row["tags"].split(",") if tag.strip()]
    if row.get("consent"):
        report["consent"] = {"scope": row["consent"]}
    if row.get("author"):
        report["author"] = {"external_id": row["author"], "name": row["author"][:80]}
    return report
