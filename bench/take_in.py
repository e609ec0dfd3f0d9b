"""`import_feedback` of `rows` reports: how many a second, whether it slows down, and whether memory stays flat."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import orjson
import psycopg

from bench.figure import Figure, Result, Threshold
from bench.registry import RUNS
from config.env import ROOT
from config.load.words import Writer
from config.services import database_url
from feedback.import_reports import BATCH

# Set beforehand: above what Label Studio imports at its best on two cores, which is 716 rows a second.
PER_SECOND = Threshold(716)
LAST_TO_FIRST = Threshold(0.8)
GROWTH_MB = Threshold(32, at_least=False)
# Progress is told after each batch: with fewer there are no quarters to compare.
ROWS_WITH_QUARTERS = 4 * BATCH


def run(rows: int, seed: int) -> Result:
    """Three imports of new reports into a table that grows, each in a process of its own, each after a bare INSERT of
    the same lines."""
    speed = Figure("import", "rows/s", [], "INSERT of the bare lines, rows/s", threshold=PER_SECOND)
    pace = Figure("pace of its last quarter to that of its first", "of 1", [], threshold=LAST_TO_FIRST)
    growth = Figure("memory gained after its first quarter", "MB", [], threshold=GROWTH_MB)
    peak = Figure("its process' greatest memory", "MB", [])
    writer = Writer(Random(seed))  # noqa: S311 -- the same reports for the same seed
    with tempfile.TemporaryDirectory(prefix="huiliu-bench-") as directory:
        for number in range(RUNS):
            path = Path(directory) / f"{number}.jsonl"
            _write(path, writer, rows, number)
            speed.yardstick_runs.append(rows / _insert(path))
            done = _import(path)
            speed.runs.append(done["imported"] / done["seconds"])
            speed.failures += rows - int(done["imported"])
            peak.runs.append(done["peak_mb"])
            if rows >= ROWS_WITH_QUARTERS:
                pace.runs.append(done["pace"])
                growth.runs.append(done["growth_mb"])
    over_time = [pace, growth] if rows >= ROWS_WITH_QUARTERS else []
    return Result([speed, *over_time, peak], {"batch": BATCH, "pace_and_growth_from_rows": ROWS_WITH_QUARTERS})


def _write(path: Path, writer: Writer, rows: int, number: int) -> None:
    """Report JSON, of as many authors as a tenth of the rows, some of whom write much."""
    with path.open("wb") as file:
        for row in range(rows):
            author = int(rows / 10 * writer.rng.random() ** 2)
            report = writer.report() | {
                "external_id": f"{number}-{row}",
                "author": {"external_id": f"a{author}", "name": f"Author {author}"},
            }
            file.write(orjson.dumps(report) + b"\n")


def _insert(path: Path) -> float:
    """Seconds to store the lines as they are, one INSERT each, in transactions as large as the import's."""
    began = time.perf_counter()
    with psycopg.connect(database_url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS bench_line (id bigserial PRIMARY KEY, line jsonb NOT NULL)")
        lines = path.read_text().splitlines()
        for start in range(0, len(lines), BATCH):
            with connection.transaction():
                for line in lines[start : start + BATCH]:
                    connection.execute("INSERT INTO bench_line (line) VALUES (%s)", [line])
    return time.perf_counter() - began


def _import(path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.take_in_once", str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)  # noqa: S603 -- ours
    said: dict[str, float] = orjson.loads(done.stdout)
    return said
