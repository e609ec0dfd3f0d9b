"""A ready version of `rows` rows of about 1 kB, written by `tuning.export_version`, beside PostgreSQL's own COPY of them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean

import orjson
import psycopg
from psycopg import sql

from bench.dataset import FORMAT, make_version
from bench.figure import Figure, Result, Threshold
from bench.registry import RUNS
from config.env import ROOT
from config.services import database_url
from tuning.models import Version

CONTAINERS = ("jsonl", "parquet")
# Set beforehand: hashes, lineage and a format of each row may cost four times what the bare COPY does, no more.
SHARE_OF_COPY = Threshold(0.25, of="ratio")
MEMORY_MB = Threshold(500, at_least=False)


def run(rows: int, seed: int) -> Result:
    """COPY, JSON Lines and Parquet in turn, three times; each export in a process of its own, so that its peak is its own."""
    version, size = make_version(rows, seed)
    speed = {
        name: Figure(f"export {FORMAT}, {name}", "rows/s", [], "COPY of the rows, rows/s", threshold=SHARE_OF_COPY)
        for name in CONTAINERS
    }
    memory = {name: Figure(f"its process' greatest memory, {name}", "MB", [], threshold=MEMORY_MB) for name in CONTAINERS}
    with tempfile.TemporaryDirectory(prefix="huiliu-bench-") as directory:
        for _run in range(RUNS):
            copied = rows / _copy(version, Path(directory) / "copy")
            for name in CONTAINERS:
                done = _export(version, name, Path(directory) / "export")
                speed[name].yardstick_runs.append(copied)
                speed[name].runs.append(done["rows"] / done["seconds"])
                speed[name].failures += rows - int(done["rows"])
                memory[name].runs.append(done["peak_mb"])
    figures = [figure for name in CONTAINERS for figure in (speed[name], memory[name])]
    return Result(figures, {"format": FORMAT, "mean_bytes_of_a_row": round(mean(size))})


def _copy(version: Version, out: Path) -> float:
    """Seconds to write the same rows, in the same order, as PostgreSQL gives them."""
    query = sql.SQL(
        "COPY (SELECT row_to_json(one) FROM (SELECT row_id, split, content FROM tuning_row "
        "WHERE version_id = {} ORDER BY id) AS one) TO STDOUT"
    ).format(version.pk)
    began = time.perf_counter()
    with psycopg.connect(database_url()) as connection, out.open("wb") as file, connection.cursor().copy(query) as copy:
        for piece in copy:
            file.write(piece)
    return time.perf_counter() - began


def _export(version: Version, container: str, out: Path) -> dict[str, float]:
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "bench.export_once", str(version.pk), container, str(out)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)  # noqa: S603 -- ours
    said: dict[str, float] = orjson.loads(done.stdout)
    return said
