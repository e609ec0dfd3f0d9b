"""One benchmark, and its JSON."""

from __future__ import annotations

import argparse
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import django
import orjson

from bench.figure import Result
from bench.machine import machine, versions
from bench.registry import BENCHMARKS, RUNS


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    django.setup()
    module, rows = BENCHMARKS[options.name]
    rows = options.rows or rows
    before, began = machine(), time.monotonic()
    result: Result = import_module(module).run(rows, options.seed)
    report = {
        "name": options.name,
        "date": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "machine": before,
        "versions": versions(),
        "command": f"script/bench {options.name} --rows {rows} --seed {options.seed}",
        "seed": options.seed,
        "parameters": {"rows": rows, "runs": RUNS, **result.parameters},
        "figures": [figure.to_dict() for figure in result.figures],
        "failures": sum(figure.failures for figure in result.figures),
        "seconds": round(time.monotonic() - began, 1),
        "error": result.error,
    }
    options.out.write_bytes(orjson.dumps(report, option=orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY))


if __name__ == "__main__":
    main()
