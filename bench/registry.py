"""Which benchmarks there are: name, module, and how large a run is that says something."""

BENCHMARKS: dict[str, tuple[str, int]] = {
    "latency": ("bench.latency", 1_000),
    "classify": ("bench.classify", 2_000),
    "export": ("bench.export", 100_000),
    "pages": ("bench.pages", 20_000),
    "import": ("bench.take_in", 5_000),
}
RUNS = 3
