"""Which benchmarks there are: name, module, and how large a run is that says something."""

import os

BENCHMARKS: dict[str, tuple[str, int]] = {
    "latency": ("bench.latency", 1_000),
    "classify": ("bench.classify", 2_000),
    "export": ("bench.export", 100_000),
    "pages": ("bench.pages", 20_000),
    "search": ("bench.search", 20_000),
    "import": ("bench.take_in", 5_000),
    "load": ("bench.load", 2_000),
}
# Each figure is the median of so many runs; a smoke test makes do with one.
RUNS = int(os.environ.get("HUILIU_BENCH_RUNS", "3"))
# Of `load`: how many members, and how long they stay in each of its two shapes.
MEMBERS = int(os.environ.get("HUILIU_BENCH_MEMBERS", "200"))
MINUTES = float(os.environ.get("HUILIU_BENCH_MINUTES", "10"))
# These read a community of so many threads, which is written once for all of them.
FILLED = {"pages", "search"}
