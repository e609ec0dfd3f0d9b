"""One import, in a process of its own: prints how it went."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import django
import orjson
import psutil

from bench.machine import peak_mb


def main() -> None:
    django.setup()
    from feedback.import_reports import FORMATS, import_reports

    me = psutil.Process()
    began = time.perf_counter()
    seen = [(0, 0.0, me.memory_info().rss)]  # lines so far, seconds, bytes

    def note(lines: int) -> None:
        seen.append((seen[-1][0] + lines, time.perf_counter() - began, me.memory_info().rss))

    with Path(sys.argv[1]).open("rb") as source:
        result = import_reports(FORMATS["report"](source), source="bench", progress=note)
    total, seconds, memory = seen[-1]
    said = {"imported": result.imported, "seconds": seconds, "peak_mb": peak_mb()}
    if len(seen) > 4:
        first = next(one for one in seen if one[0] >= total / 4)
        last = next(one for one in reversed(seen) if one[0] <= total * 3 / 4)
        said["pace"] = ((total - last[0]) / (seconds - last[1])) / (first[0] / first[1])
        said["growth_mb"] = (memory - first[2]) / 1e6
    sys.stdout.buffer.write(orjson.dumps(said))


if __name__ == "__main__":
    main()
