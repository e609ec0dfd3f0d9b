"""Where a figure comes from: machine and versions. Absolute figures move from one machine to the next."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

PACKAGES = ("django", "psycopg", "granian", "celery", "orjson", "pyarrow", "numpy", "onnxruntime", "scikit-learn")


def machine() -> dict[str, Any]:
    """CPU model, cores, memory, and how busy the machine was when it was asked."""
    return {
        "cpu": cpu_model(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "load_average": [round(one, 2) for one in os.getloadavg()],
    }


def cpu_model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def versions() -> dict[str, str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
    return {"python": platform.python_version(), "postgresql": postgres} | {name: version(name) for name in PACKAGES}


def peak_mb(pid: int | str = "self") -> float:
    """The most memory that a process has held so far (VmHWM), in MB; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024 / 1e6 for line in status if line.startswith("VmHWM:")), 0.0)
