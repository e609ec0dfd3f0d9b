"""`script/bench [NAME …] [--rows N]`: each benchmark in a process and a database of its own, on servers of their own."""

from __future__ import annotations

import argparse
import fcntl
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson

from bench.registry import BENCHMARKS, FILLED
from bench.table import draw
from config.env import ROOT, data_dir

OUT = ROOT / "var" / "bench"


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench", description="Figures beside a yardstick of the same run.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}; without one, all")
    parser.add_argument("--rows", type=int, help="how large; each benchmark has a size of its own without it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=OUT, help="a folder for the JSON")
    parser.add_argument("--keep", action="store_true", help="leave the large community there for the next run, and take it")
    parser.add_argument("--minutes", type=float, help="how long each of the two shapes of `load` lasts; 10 without it")
    parser.add_argument("--members", type=int, help="how many are there in `load`; 200 without it")
    options = parser.parse_args()
    for name in ("minutes", "members"):
        if (given := getattr(options, name)) is not None:
            os.environ[f"HUILIU_BENCH_{name.upper()}"] = str(given)
    if unknown := [name for name in options.names if name not in BENCHMARKS]:
        parser.error(f"no benchmark {', '.join(unknown)}: choose from {', '.join(BENCHMARKS)}")
    # Servers of their own: a benchmark drops its database, and must never meet one that somebody needs.
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ.setdefault("HUILIU_DATA_DIR", "var/bench-data")
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    options.out.mkdir(parents=True, exist_ok=True)
    with (data_dir() / "bench.lock").open("a+") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stderr.write(f"A benchmark is running already with the data in {data_dir()}.\n")
            return 1
        return run_all(options)


def run_all(options: argparse.Namespace) -> int:
    from bench.database import drop_filled, prepare_clean
    from config.services import services
    from config.translations import compile_translations

    results = []
    compile_translations()
    with services():
        if not options.keep:
            drop_filled()
        prepare_clean()
        for name in options.names or BENCHMARKS:
            sys.stderr.write(f"{name} …\n")
            results.append(run_one(name, options))
        if not options.keep:
            drop_filled()
    sys.stdout.write(draw(results) + "\n")
    return int(any(result["error"] for result in results))


def run_one(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """The benchmark's JSON, also where it could not run: then with the error that it met."""
    from bench.database import filled_database, fresh_database

    fresh_database()
    surroundings = dict(os.environ)
    if name in FILLED:
        surroundings["DATABASE_URL"] = filled_database(options.rows or BENCHMARKS[name][1], options.seed)
    path: Path = options.out.resolve() / f"{name}.json"
    path.unlink(missing_ok=True)
    command = [sys.executable, "-W", "ignore", "-m", "bench.one", name, str(path), "--seed", str(options.seed)]
    if options.rows:
        command += ["--rows", str(options.rows)]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, stderr=subprocess.PIPE, text=True)  # noqa: S603 -- ours
    sys.stderr.write(done.stderr)
    if not path.exists():
        error = done.stderr.strip() or f"it ended with status {done.returncode}"
        path.write_bytes(orjson.dumps({"name": name, "figures": [], "error": error[-4000:]}, option=orjson.OPT_INDENT_2))
    result: dict[str, Any] = orjson.loads(path.read_bytes())
    return result


if __name__ == "__main__":
    sys.exit(main())
