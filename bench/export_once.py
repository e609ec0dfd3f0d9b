"""One export, in a process of its own: prints its rows, seconds and greatest memory."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import django
import orjson

from bench.dataset import FORMAT
from bench.machine import peak_mb


def main() -> None:
    django.setup()
    from tuning.export_version import export_version
    from tuning.models import Version

    version = Version.objects.select_related("recipe").get(pk=int(sys.argv[1]))
    began = time.perf_counter()
    report = export_version(version=version, fmt=FORMAT, container=sys.argv[2], out=Path(sys.argv[3]))
    seconds = time.perf_counter() - began
    sys.stdout.buffer.write(orjson.dumps({"rows": report.rows, "seconds": seconds, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
